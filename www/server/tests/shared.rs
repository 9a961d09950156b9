//! Two instances over one store, real ones: `PostgreSQL` and Redis (S3, S5, S8).

use futures_util::future::join_all;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::database::Kind;
use crate::harness::{Answer, Browser, DEMO, SECOND, send};
use crate::pair::{Pair, ask};

/// Runs each test once per store and strategy.
macro_rules! over_each_store {
    ($($test:ident),* $(,)?) => {
        mod postgres {
            mod session { $(#[tokio::test] async fn $test() { super::super::$test(super::super::Kind::Postgres, "session").await })* }
            mod jwt { $(#[tokio::test] async fn $test() { super::super::$test(super::super::Kind::Postgres, "jwt").await })* }
        }
        mod redis {
            mod session { $(#[tokio::test] async fn $test() { super::super::$test(super::super::Kind::Redis, "session").await })* }
            mod jwt { $(#[tokio::test] async fn $test() { super::super::$test(super::super::Kind::Redis, "jwt").await })* }
        }
    };
}

over_each_store!(
    one_user_is_served_by_both_and_a_logout_is_known_to_both_at_once,
    a_hundred_refreshes_over_both_are_one,
    a_logout_here_wins_over_refreshes_there,
    either_may_be_killed_at_any_moment,
    a_store_that_is_away_is_503_and_loses_nothing,
    guesses_at_both_are_counted_together,
);

/// The cookies after an answer: those it wrote, or those there were.
fn held(answer: &Answer, before: &str) -> String {
    if answer.set_cookies().is_empty() {
        return before.to_owned();
    }
    answer.cookie_header()
}

async fn one_user_is_served_by_both_and_a_logout_is_known_to_both_at_once(
    kind: Kind,
    strategy: &'static str,
) {
    let pair = Pair::start(kind, strategy);
    let signed_in = Browser::new(pair.base(0)).sign_in(DEMO).await;
    let mut cookies = signed_in.cookie_header();
    for turn in 0..6 {
        let which = turn % 2;
        let refreshed = pair
            .ask(which, Method::POST, "/auth/refresh", &cookies)
            .await;
        assert_eq!(refreshed.status, StatusCode::OK, "{}", refreshed.text);
        assert_eq!(refreshed.handle(), signed_in.handle());
        cookies = held(&refreshed, &cookies);
        let me = pair.ask(1 - which, Method::GET, "/api/me", &cookies).await;
        assert_eq!(me.json["subject"], "usr_8Zk3", "{}", me.text);
        let touched = pair
            .ask(1 - which, Method::POST, "/auth/touch", &cookies)
            .await;
        assert_eq!(touched.status, 200);
    }
    let out = pair.ask(1, Method::POST, "/auth/logout", &cookies).await;
    assert_eq!(out.status, 200);
    for which in 0..2 {
        let seen = pair
            .ask(which, Method::GET, "/auth/session", &cookies)
            .await;
        assert_eq!(seen.json, json!({ "authenticated": false }));
        pair.ask(which, Method::GET, "/api/me", &cookies)
            .await
            .is(401, "session_ended");
        pair.ask(which, Method::POST, "/auth/refresh", &cookies)
            .await
            .is(401, "session_ended");
    }
}

async fn a_hundred_refreshes_over_both_are_one(kind: Kind, strategy: &'static str) {
    let pair = Pair::start(kind, strategy);
    let signed_in = Browser::new(pair.base(1)).sign_in(DEMO).await;
    let cookies = signed_in.cookie_header();
    let all = (0..100).map(|n| pair.ask(n % 2, Method::POST, "/auth/refresh", &cookies));
    let answers = join_all(all).await;
    let mut successors: Vec<String> = Vec::new();
    for answer in &answers {
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.handle(), signed_in.handle());
        let pairs = answer.cookie_header();
        let refresh = pairs
            .split("; ")
            .find(|pair| pair.starts_with("hallpass-refresh="));
        successors.extend(refresh.map(str::to_owned));
    }
    successors.sort();
    let written = successors.len();
    successors.dedup();
    let expected = if strategy == "jwt" { (100, 1) } else { (0, 0) };
    assert_eq!(
        (written, successors.len()),
        expected,
        "each got the very same successor"
    );
    let next = held(&answers[0], &cookies);
    let again = pair.ask(0, Method::POST, "/auth/refresh", &next).await;
    assert_eq!(again.status, 200, "{}", again.text);
}

async fn a_logout_here_wins_over_refreshes_there(kind: Kind, strategy: &'static str) {
    let pair = Pair::start(kind, strategy);
    for round in 0..10 {
        let (here, there) = (round % 2, 1 - round % 2);
        let signed_in = Browser::new(pair.base(here)).sign_in(DEMO).await;
        let cookies = signed_in.cookie_header();
        let refreshes = (0..8).map(|_| pair.ask(there, Method::POST, "/auth/refresh", &cookies));
        let logout = pair.ask(here, Method::POST, "/auth/logout", &cookies);
        let (answers, out) = tokio::join!(join_all(refreshes), logout);
        assert_eq!(out.status, 200, "{}", out.text);
        for answer in answers {
            assert!(matches!(answer.status, 200 | 401), "{}", answer.text);
            // Whatever a refresh was given, it opens nothing: on neither of them.
            let late = held(&answer, &cookies);
            for which in 0..2 {
                let seen = pair.ask(which, Method::GET, "/auth/session", &late).await;
                assert_eq!(
                    seen.json,
                    json!({ "authenticated": false }),
                    "{}",
                    seen.text
                );
            }
        }
    }
}

async fn either_may_be_killed_at_any_moment(kind: Kind, strategy: &'static str) {
    let mut pair = Pair::start(kind, strategy);
    let signed_in = Browser::new(pair.base(0)).sign_in(DEMO).await;
    let mut cookies = signed_in.cookie_header();
    for round in 0..4 {
        let (dies, lives) = (round % 2, 1 - round % 2);
        let base = pair.base(dies).to_owned();
        let asked = (0..8).map(|_| ask(&base, Method::POST, "/auth/refresh", &cookies));
        let asked = join_all(asked);
        let id = pair.instances[dies].child.id().to_string();
        let kill = async {
            // Some are answered by then and some are not: any moment will do.
            tokio::task::yield_now().await;
            std::process::Command::new("kill")
                .args(["-s", "KILL", &id])
                .status()
        };
        let (answers, killed) = tokio::join!(asked, kill);
        assert!(killed.expect("kill runs").success());
        if let Some(answer) = answers
            .into_iter()
            .flatten()
            .find(|answer| answer.status == 200)
        {
            cookies = held(&answer, &cookies);
        }
        let again = patiently(pair.base(lives), "/auth/refresh", &cookies).await;
        assert_eq!(again.status, 200, "{}", again.text);
        assert_eq!(again.handle(), signed_in.handle());
        cookies = held(&again, &cookies);
        pair.replace(dies);
        let me = pair.ask(dies, Method::GET, "/api/me", &cookies).await;
        assert_eq!(me.json["subject"], "usr_8Zk3", "{}", me.text);
    }
}

/// Comes back when it is told to, as a page does: an instance that was killed may have had the turn.
async fn patiently(base: &str, path: &str, cookies: &str) -> Answer {
    for _ in 0..10 {
        let answer = ask(base, Method::POST, path, cookies)
            .await
            .expect("is answered");
        if answer.status != 503 {
            return answer;
        }
        let wait: u64 = answer.header("retry-after").parse().expect("is seconds");
        tokio::time::sleep(std::time::Duration::from_secs(wait)).await;
    }
    panic!("{path}: still 503 after ten times");
}

async fn a_store_that_is_away_is_503_and_loses_nothing(kind: Kind, strategy: &'static str) {
    let mut pair = Pair::start(kind, strategy);
    let signed_in = Browser::new(pair.base(0)).sign_in(DEMO).await;
    let cookies = signed_in.cookie_header();
    pair.store.kill();
    for which in 0..2 {
        for (method, path) in [
            (Method::GET, "/auth/session"),
            (Method::GET, "/api/me"),
            (Method::POST, "/auth/refresh"),
            (Method::POST, "/auth/logout"),
        ] {
            let busy = pair.ask(which, method, path, &cookies).await;
            busy.is(503, "temporarily_unavailable");
            assert_eq!(busy.header("retry-after"), "1");
            assert!(busy.set_cookies().is_empty());
        }
    }
    pair.store.go_on();
    for which in 0..2 {
        let seen = pair
            .ask(which, Method::GET, "/auth/session", &cookies)
            .await;
        assert_eq!(seen.handle(), signed_in.handle(), "{}", seen.text);
    }
    // In Redis an instance may have had the turn when the store ended: it runs out by itself.
    let refreshed = patiently(pair.base(1), "/auth/refresh", &cookies).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.text);
    pair.replace(0);
    let cookies = held(&refreshed, &cookies);
    let seen = pair.ask(0, Method::GET, "/auth/session", &cookies).await;
    assert_eq!(seen.handle(), signed_in.handle(), "{}", seen.text);
}

async fn guesses_at_both_are_counted_together(kind: Kind, strategy: &'static str) {
    let pair = Pair::start(kind, strategy);
    let guess = async |n: usize| {
        let body = json!({ "email": SECOND.0, "password": "a guess" });
        let request = Browser::new(pair.base(n % 2)).ask(Method::POST, "/auth/login");
        send(request.json(&body)).await.status
    };
    let answers = join_all((0..20).map(guess)).await;
    let count = |status| answers.iter().filter(|found| **found == status).count();
    assert_eq!((count(401), count(429)), (5, 15));
}
