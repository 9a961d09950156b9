//! The end of a session is the end of its tokens (S5): both, whatever ended it, however long it takes.

use std::path::Path;

use reqwest::Method;
use rusqlite::Connection;
use serde_json::json;

use super::fake::Fake;
use super::{authorized, go, location, sign_in, signed_in, world};
use crate::harness::{Browser, send};
use crate::running::Running;

/// The tokens that the provider gave and that are not revoked.
fn alive(fake: &Fake) -> Vec<String> {
    let own = fake.lock();
    let unused = own
        .refresh
        .iter()
        .filter(|(_, (_, used))| !used)
        .map(|(token, _)| token);
    let all = own.access.iter().chain(unused);
    let revoked = |token: &&String| own.revoked.iter().any(|(_, dead)| dead == *token);
    all.filter(|token| !revoked(token)).cloned().collect()
}

#[tokio::test]
async fn a_logout_revokes_both_tokens_and_leads_to_the_provider() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        signed_in(&page).await;
        let out = page.post("/auth/logout", json!({})).await;
        let url = out.json["logout_url"]
            .as_str()
            .expect("leads on")
            .to_owned();
        let base = fake.lock().base.clone();
        assert!(
            url.starts_with(&format!("{base}/end?id_token_hint=")),
            "{url}"
        );
        let back = format!("{}/", page.base);
        let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
        assert!(url.contains(&back), "{url}");
        fake.attempts(2).await;
        assert_eq!(alive(&fake), Vec::<String>::new(), "{strategy}");
        assert_eq!(fake.lock().revoked[0].0, "refresh_token");
        assert_eq!(
            page.get("/auth/session").await.json,
            json!({ "authenticated": false })
        );
        // A second one has nowhere to lead.
        assert_eq!(page.post("/auth/logout", json!({})).await.json, json!({}));
    }
}

#[tokio::test]
async fn a_front_end_of_another_origin_is_where_sign_in_and_logout_lead_back_to() {
    let front = "http://127.0.0.1:9";
    let (_fake, page) = world(&["--front-end", front]).await;
    let back = sign_in(&page, "?return_to=/orders").await;
    assert_eq!(location(&back), format!("{front}/orders"));
    let out = page.post("/auth/logout", json!({})).await;
    let url = out.json["logout_url"].as_str().expect("leads on");
    let back = "post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F";
    assert!(url.ends_with(back), "{url}");
    let failed = send(page.bare(Method::GET, "/auth/callback?state=none")).await;
    assert!(failed.text.contains("href=\"http://127.0.0.1:9/\""));
}

#[tokio::test]
async fn everywhere_and_a_single_other_session_are_revoked_too() {
    let (fake, here) = world(&[]).await;
    let there = Browser::new(&here.base);
    let (mine, other) = (signed_in(&here).await, signed_in(&there).await);
    let listed = here.get("/auth/sessions").await;
    let listed = listed.json["sessions"]
        .as_array()
        .expect("is a list")
        .clone();
    let marked: Vec<_> = listed
        .iter()
        .map(|one| (&one["session"], &one["current"]))
        .collect();
    assert_eq!(
        marked,
        [(&json!(other), &json!(false)), (&json!(mine), &json!(true))]
    );

    let end = |page: &Browser, handle: &str| {
        send(page.ask(Method::DELETE, &format!("/auth/sessions/{handle}")))
    };
    assert_eq!(end(&here, &other).await.status, 200);
    assert_eq!(
        there.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    fake.attempts(2).await;
    end(&here, &other).await.is(404, "not_found");
    end(&here, "unknown").await.is(404, "not_found");
    end(&there, &mine).await.is(401, "session_ended");

    signed_in(&there).await;
    let out = here
        .post("/auth/logout", json!({ "everywhere": true }))
        .await;
    assert_eq!(out.status, 200);
    assert_eq!(
        there.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    fake.attempts(4).await;
    assert_eq!(alive(&fake), Vec::<String>::new());
}

#[tokio::test]
async fn what_comes_back_after_the_logout_is_revoked_and_stored_nowhere() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        signed_in(&page).await;
        fake.lock().holds = true;
        let late = tokio::spawn({
            let page = page.clone();
            async move { page.post("/auth/refresh", json!({})).await }
        });
        fake.held().await;
        assert_eq!(page.post("/auth/logout", json!({})).await.status, 200);
        fake.attempts(2).await;
        fake.release.notify_one();
        let late = late.await.expect("is answered");
        late.is(401, "session_ended");
        assert_eq!(late.set_cookies(), Vec::<String>::new());
        fake.attempts(2).await;
        assert_eq!(alive(&fake), Vec::<String>::new(), "{strategy}");
        assert_eq!(
            page.get("/auth/session").await.json,
            json!({ "authenticated": false })
        );
    }
}

fn program(fake: &Fake, db: &Path, keys: &Path) -> Running {
    let own = fake.arguments();
    let [db, keys] = [db, keys].map(|path| path.to_str().expect("is text"));
    let own = own.iter().map(String::as_str);
    let knobs = cfg!(feature = "test-knobs").then_some("--test-knobs");
    let all: Vec<&str> = own
        .chain(["--log=off", "--db", db, "--key-file", keys])
        .chain(knobs)
        .collect();
    Running::start(&all)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_outlives_a_provider_that_fails_and_the_process() {
    let (fake, client) = world(&[]).await;
    let dir = crate::scratch::Scratch::new("queue");
    let (db, keys) = (dir.file("db"), dir.file("keys"));
    let mut running = program(&fake, &db, &keys);
    let page = client.at(&running.base);
    signed_in(&page).await;
    fake.lock().revoke_status = 503;
    assert_eq!(page.post("/auth/logout", json!({})).await.status, 200);
    fake.attempts(2).await;
    running.child.kill().expect("is killed");
    drop(running);
    assert_eq!(fake.lock().revoked.len(), 0);
    let waiting = Connection::open(&db).expect("opens");
    let waiting: i64 = waiting
        .query_row("SELECT count(*) FROM revocations", [], |row| row.get(0))
        .expect("is read");
    assert_eq!(waiting, 2);

    let again = program(&fake, &db, &keys);
    fake.lock().revoke_status = 200;
    // The tries of the one that was killed end by themselves, and a 503 is waited for: half a minute, where the clock is the real one.
    #[cfg(feature = "test-knobs")]
    {
        let page = client.at(&again.base);
        page.knob("clock", json!({ "advance": 61 })).await;
        // A logout says that there may be something to revoke.
        assert_eq!(page.post("/auth/logout", json!({})).await.status, 200);
    }
    let both = async {
        while !alive(&fake).is_empty() {
            fake.attempted.acquire().await.expect("is open").forget();
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_mins(1), both).await;
    assert!(
        waited.is_ok(),
        "waited for the queue to be emptied after a restart"
    );
    drop(again);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_database_has_no_token_and_no_id() {
    let (fake, client) = world(&[]).await;
    let dir = crate::scratch::Scratch::new("stolen");
    let (db, keys) = (dir.file("db"), dir.file("keys"));
    let running = program(&fake, &db, &keys);
    let page = client.at(&running.base);
    let back = authorized(&page, "").await;
    let cookies = go(&page, &back).await.set_cookies();
    fake.lock().revoke_status = 503;
    page.post("/auth/logout", json!({})).await;
    fake.attempts(2).await;
    signed_in(&page).await;
    let mut secrets = fake.lock().access.clone();
    secrets.extend(fake.lock().refresh.keys().cloned());
    secrets.extend(cookies.iter().filter_map(|line| {
        let value = line.split(';').next()?.split_once('=')?.1;
        (!value.is_empty()).then(|| value.to_owned())
    }));
    secrets.push("there-1".to_owned());
    assert!(secrets.len() > 5);
    let mut searched = 0;
    for name in ["db", "db-wal"] {
        let Ok(octets) = std::fs::read(dir.file(name)) else {
            continue;
        };
        searched += octets.len();
        for secret in &secrets {
            let found = octets
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} stands in {name}");
        }
    }
    assert!(searched > 4096, "there was something to search");
}
