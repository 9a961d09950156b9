//! Killed at every step of a refresh at the provider (S8): at most one sign-in is repeated.

use serde_json::json;

use super::{location, sign_in, world};
use crate::harness::{Answer, Browser};
use crate::running::Running;
use crate::scratch::Scratch;

/// Where the process is when it is killed.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// The provider has the request, and has not rotated.
    Before,
    /// The provider has rotated, and its answer is under way.
    Between,
    /// The answer was stored, and told to the page.
    After,
}

fn start(fake: &super::Fake, dir: &Scratch) -> Running {
    let own = fake.arguments();
    let (db, keys) = (dir.file("db"), dir.file("keys"));
    let [db, keys] = [&db, &keys].map(|path| path.to_str().expect("is text"));
    let own = own.iter().map(String::as_str);
    let all: Vec<&str> = own
        .chain(["--log=off", "--db", db, "--key-file", keys])
        .collect();
    Running::start(&all)
}

async fn refresh(page: &Browser) -> Option<Answer> {
    let request = page
        .ask(reqwest::Method::POST, "/auth/refresh")
        .json(&json!({}));
    Some(Answer::read(request.send().await.ok()?).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_is_sound_and_nobody_is_somebody_else() {
    for step in [Step::Before, Step::Between, Step::After] {
        let (fake, client) = world(&[]).await;
        let dir = Scratch::new("provider-killed");
        let mut program = start(&fake, &dir);
        let page = client.at(&program.base);
        sign_in(&page, "").await;
        match step {
            Step::Before => fake.lock().holds_before = true,
            Step::Between => fake.lock().holds = true,
            Step::After => {}
        }
        let asked = tokio::spawn({
            let page = page.clone();
            async move { refresh(&page).await }
        });
        match step {
            Step::Before | Step::Between => fake.held().await,
            Step::After => {
                let answer = asked.await.expect("is asked").expect("is answered");
                assert_eq!(answer.status, 200);
            }
        }
        program.child.kill().expect("is killed");
        drop(program);
        {
            let mut own = fake.lock();
            own.holds = false;
            own.holds_before = false;
        }
        fake.release.notify_one();
        let sound: String = rusqlite::Connection::open(dir.file("db"))
            .and_then(|db| db.query_row("PRAGMA integrity_check", [], |row| row.get(0)))
            .expect("is a database");
        assert_eq!(sound, "ok");

        let again = start(&fake, &dir);
        let page = page.at(&again.base);
        // The lease of the one that was killed lapses by itself, within ten seconds.
        let answer = settled(&page).await;
        match step {
            Step::Before | Step::After => {
                assert_eq!(answer.status, 200, "{step:?}: {}", answer.text);
            }
            // The new refresh token died with the process; the old one is spent, and the family revoked.
            Step::Between => {
                answer.is(401, "session_ended");
                assert_eq!(location(&sign_in(&page, "").await), "/");
            }
        }
        assert_eq!(
            page.get("/auth/session").await.json["subject"],
            "ada",
            "{step:?}"
        );
    }
}

/// Asks until the answer is a verdict: 503 says when to come back.
async fn settled(page: &Browser) -> Answer {
    let verdict = async {
        loop {
            let answer = refresh(page).await.expect("is answered");
            if answer.status != 503 {
                return answer;
            }
            let wait = answer.header("retry-after").parse().expect("says when");
            tokio::time::sleep(std::time::Duration::from_secs(wait)).await;
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_secs(30), verdict).await;
    waited.expect("waited for a verdict on the refresh")
}
