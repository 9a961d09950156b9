//! Renewing the access part: once, by many at a time, by thieves, and too late.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Browser, DEMO, browser, in_both_strategies, send, serve};

in_both_strategies!(
    a_lapsed_access_part_is_revived,
    fifty_parallel_refreshes_are_one,
    a_refresh_that_finishes_after_logout_sets_nothing,
    a_narrower_scope_is_granted_and_a_wider_one_refused,
    without_refresh_a_lapsed_access_part_means_signing_in_again,
    an_access_part_never_outlives_the_absolute_limit,
);

async fn a_lapsed_access_part_is_revived(strategy: &str) {
    let page = browser(strategy).await;
    let signed_in = page.sign_in(DEMO).await;
    page.knob("clock", json!({ "advance": 300 })).await;
    page.get("/auth/session").await.is(401, "session_expired");
    page.get("/api/me").await.is(401, "session_expired");
    page.post("/auth/touch", json!({}))
        .await
        .is(401, "session_expired");
    let refreshed = page.post("/auth/refresh", json!({})).await;
    assert_eq!(refreshed.handle(), signed_in.handle());
    assert_eq!(refreshed.json["expires_in"], 300);
    assert_eq!(page.get("/api/me").await.status, 200);
    page.knob("expire", json!({})).await;
    page.get("/auth/session").await.is(401, "session_expired");
}

async fn fifty_parallel_refreshes_are_one(strategy: &str) {
    let page = browser(strategy).await;
    let cookies = page.sign_in(DEMO).await.cookie_header();
    page.knob("expire", json!({})).await;
    let refreshes = (0..50).map(|_| page.replay(Method::POST, "/auth/refresh", &cookies));
    let answers = join_all(refreshes).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    let mut successors: Vec<String> = answers
        .iter()
        .flat_map(Answer::set_cookies)
        .filter_map(|line| {
            Some(
                line.strip_prefix("hallpass-refresh=")?
                    .split(';')
                    .next()?
                    .to_owned(),
            )
        })
        .collect();
    let stats = page.stats().await;
    successors.sort();
    successors.dedup();
    if strategy == "jwt" {
        assert_eq!(successors.len(), 1);
        assert_eq!(
            (&stats["rotations"], &stats["coalesced"]),
            (&json!(1), &json!(49))
        );
    }
    assert_eq!(stats["reuse_detections"], 0);
    let last = answers.last().expect("fifty");
    let after = if strategy == "jwt" {
        last.cookie_header()
    } else {
        cookies
    };
    let seen = page.replay(Method::GET, "/auth/session", &after).await;
    assert_eq!(seen.json["authenticated"], true);
}

async fn a_refresh_that_finishes_after_logout_sets_nothing(strategy: &str) {
    for after_commit in [false, true] {
        let page = browser(strategy).await;
        let cookies = page.sign_in(DEMO).await.cookie_header();
        let hold = json!({ "route": "refresh", "kind": "hold", "after_commit": after_commit });
        page.knob("fault", hold).await;
        let (late, captured) = (page.clone(), cookies.clone());
        let late =
            tokio::spawn(
                async move { late.replay(Method::POST, "/auth/refresh", &captured).await },
            );
        page.get("/test/held").await;
        assert_eq!(page.post("/auth/logout", json!({})).await.status, 200);
        page.knob("release", json!({})).await;
        let late = late.await.expect("is answered");
        late.is(401, "session_ended");
        assert!(late.set_cookies().is_empty(), "{:?}", late.set_cookies());
        assert_eq!(page.get("/test/tokens").await.json, json!({ "tokens": [] }));
    }
}

async fn a_narrower_scope_is_granted_and_a_wider_one_refused(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(DEMO).await;
    let narrow = page
        .post("/auth/refresh", json!({ "scope": "profile orders:read" }))
        .await;
    assert_eq!(narrow.json["claims"]["scope"], "profile orders:read");
    assert_eq!(page.get("/api/orders").await.status, 200);
    let refused = page.post("/api/orders", json!({ "item": "Kettle" })).await;
    refused.is(403, "insufficient_scope");
    for wider in ["admin", "profile admin", "", "PROFILE"] {
        let answer = page.post("/auth/refresh", json!({ "scope": wider })).await;
        answer.is(400, "invalid_scope");
    }
    let whole = page.post("/auth/refresh", json!({})).await;
    assert_eq!(
        whole.json["claims"]["scope"],
        "profile orders:read orders:write transfers:write"
    );
    assert_eq!(
        page.post("/api/orders", json!({ "item": "Kettle" }))
            .await
            .status,
        201
    );
}

async fn without_refresh_a_lapsed_access_part_means_signing_in_again(strategy: &str) {
    let page = Browser::new(&serve(&["--strategy", strategy, "--refresh", "off"]).await);
    let answer = page.sign_in(DEMO).await;
    assert_eq!(answer.set_cookies().len(), 1);
    assert_eq!(
        page.post("/auth/refresh", json!({})).await.handle(),
        answer.handle()
    );
    page.knob("clock", json!({ "advance": 300 })).await;
    assert_eq!(
        page.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    page.post("/auth/refresh", json!({}))
        .await
        .is(401, "session_ended");
    page.get("/api/me").await.is(401, "session_ended");
    page.sign_in(DEMO).await;
    assert_eq!(page.get("/api/me").await.status, 200);
}

async fn an_access_part_never_outlives_the_absolute_limit(strategy: &str) {
    let page = browser(strategy).await;
    page.knob("config", json!({ "absolute": 400 })).await;
    page.sign_in(DEMO).await;
    page.knob("clock", json!({ "advance": 250 })).await;
    let refreshed = page.post("/auth/refresh", json!({})).await;
    let left = |name: &str| refreshed.json[name].as_f64().expect("is a number");
    assert!(left("expires_in") <= 150.0);
    assert!((left("absolute_expires_in") - left("expires_in")).abs() < f64::EPSILON);
}

async fn tokens(page: &Browser, answer: &Answer) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for pair in answer.cookie_header().split("; ") {
        let (name, value) = pair.split_once('=').expect("is a pair");
        let alive = page.get(&format!("/test/alive?token={value}")).await;
        found.push((name.to_owned(), alive.json["alive"].clone()));
    }
    found
}

#[tokio::test]
async fn every_refresh_rotates_the_refresh_token() {
    let page = browser("jwt").await;
    let first = page.sign_in(DEMO).await;
    let second = page.post("/auth/refresh", json!({})).await;
    assert_ne!(first.cookie_header(), second.cookie_header());
    page.knob("clock", json!({ "advance": 10 })).await;
    let dead = ("hallpass-refresh".to_owned(), json!(false));
    assert!(tokens(&page, &first).await.contains(&dead));
    assert!(!tokens(&page, &second).await.contains(&dead));
}

#[tokio::test]
async fn the_immediate_predecessor_after_the_grace_revokes_the_family() {
    let page = browser("jwt").await;
    let first = page.sign_in(DEMO).await;
    page.post("/auth/refresh", json!({})).await;
    page.knob("clock", json!({ "advance": 10 })).await;
    let reused = page
        .replay(Method::POST, "/auth/refresh", &first.cookie_header())
        .await;
    reused.is(401, "session_ended");
    assert!(reused.set_cookies().is_empty());
    assert_eq!(page.stats().await["reuse_detections"], 1);
    assert_eq!(
        page.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    page.post("/auth/refresh", json!({}))
        .await
        .is(401, "session_ended");
}

#[tokio::test]
async fn an_older_generation_revokes_the_family_even_within_the_grace() {
    let page = browser("jwt").await;
    let first = page.sign_in(DEMO).await;
    page.post("/auth/refresh", json!({})).await;
    page.post("/auth/refresh", json!({})).await;
    page.replay(Method::POST, "/auth/refresh", &first.cookie_header())
        .await
        .is(401, "session_ended");
    assert_eq!(
        page.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    assert_eq!(page.get("/test/tokens").await.json, json!({ "tokens": [] }));
}

#[tokio::test]
async fn reading_the_session_with_an_old_token_revokes_nothing() {
    let page = browser("jwt").await;
    let first = page.sign_in(DEMO).await;
    page.post("/auth/refresh", json!({})).await;
    page.post("/auth/refresh", json!({})).await;
    let only_refresh = first.cookie_header();
    let only_refresh = only_refresh.split("; ").nth(1).expect("has two cookies");
    let seen = page
        .replay(Method::GET, "/auth/session", only_refresh)
        .await;
    assert_eq!(seen.json, json!({ "authenticated": false }));
    assert_eq!(page.get("/auth/session").await.status, 200);
}

#[tokio::test]
async fn an_answer_lost_on_the_way_is_given_again() {
    let page = browser("jwt").await;
    page.sign_in(DEMO).await;
    page.knob("expire", json!({})).await;
    page.knob(
        "fault",
        json!({ "route": "refresh", "kind": "close_after_commit" }),
    )
    .await;
    assert!(
        page.ask(Method::POST, "/auth/refresh")
            .send()
            .await
            .is_err()
    );
    page.get("/auth/session").await.is(401, "session_expired");
    assert_eq!(page.post("/auth/refresh", json!({})).await.status, 200);
    assert_eq!(page.get("/api/me").await.status, 200);
    let stats = page.stats().await;
    assert_eq!(
        (&stats["rotations"], &stats["coalesced"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn tokens_of_two_sessions_do_not_add_up() {
    let page = browser("jwt").await;
    let (mine, other) = (page.sign_in(DEMO).await, Browser::new(&page.base));
    let theirs = other.sign_in(crate::harness::SECOND).await;
    let (mine, theirs_cookies) = (mine.cookie_header(), theirs.cookie_header());
    let access = mine.split("; ").next().expect("has an access token");
    let refresh = theirs_cookies
        .split("; ")
        .nth(1)
        .expect("has a refresh token");
    let mixed = format!("{access}; {refresh}");
    page.replay(Method::GET, "/api/me", &mixed)
        .await
        .is(401, "session_expired");
    let refreshed = page.replay(Method::POST, "/auth/refresh", &mixed).await;
    assert_eq!(refreshed.handle(), theirs.handle());
}

#[tokio::test]
async fn a_forged_access_token_opens_nothing() {
    let page = browser("jwt").await;
    let cookies = page.sign_in(DEMO).await.cookie_header();
    let token = cookies.split(['=', ';']).nth(1).expect("has a value");
    let [head, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else {
        panic!("three parts: {token}")
    };
    // {"alg":"none"}, {"alg":"None"} and an HS256 head, over the true claims.
    let heads = [
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJOb25lIn0",
        "eyJhbGciOiJIUzI1NiJ9",
    ];
    let mut forged: Vec<String> = heads
        .iter()
        .map(|forged| format!("{forged}.{claims}.{signature}"))
        .collect();
    forged.push(format!("{}.{claims}.", heads[0]));
    forged.push(format!("{head}.{claims}.{}", "A".repeat(86)));
    forged.push(format!(
        "{head}.{}.{signature}",
        claims.replacen('e', "f", 1)
    ));
    for token in forged {
        let cookie = format!("hallpass-access={token}");
        page.replay(Method::GET, "/api/me", &cookie)
            .await
            .is(401, "session_ended");
    }
    let own = send(
        Browser::new(&page.base)
            .ask(Method::GET, "/api/me")
            .header("cookie", cookies),
    );
    assert_eq!(own.await.status, 200);
}
