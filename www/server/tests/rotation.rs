//! Refresh tokens of the `jwt` strategy: replaced, lost, stolen, mixed up, forged (P5, P13).

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Browser, DEMO, SECOND, browser, send};

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
    page.get("/api/me").await; // it has arrived
    page.knob("clock", json!({ "advance": 30 })).await;
    let dead = ("hallpass-refresh".to_owned(), json!(false));
    assert!(tokens(&page, &first).await.contains(&dead));
    assert!(!tokens(&page, &second).await.contains(&dead));
}

#[tokio::test]
async fn the_immediate_predecessor_after_the_grace_revokes_the_family() {
    let page = browser("jwt").await;
    let first = page.sign_in(DEMO).await;
    page.post("/auth/refresh", json!({})).await;
    page.get("/api/me").await; // its successor has arrived
    page.knob("clock", json!({ "advance": 30 })).await;
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
    // A request overtaken by the refreshes of other tabs is to be sent again, no more.
    page.replay(Method::GET, "/auth/session", only_refresh)
        .await
        .is(401, "session_expired");
    page.knob("clock", json!({ "advance": 31 })).await;
    let seen = page
        .replay(Method::GET, "/auth/session", only_refresh)
        .await;
    assert_eq!(seen.json, json!({ "authenticated": false }));
    assert_eq!(page.get("/auth/session").await.status, 200);
}

#[tokio::test]
async fn an_answer_lost_on_the_way_is_given_again_within_the_hour() {
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
    page.knob("clock", json!({ "advance": 1200 })).await;
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
async fn an_answer_lost_for_longer_than_an_hour_means_signing_in_again() {
    let page = browser("jwt").await;
    page.knob("config", json!({ "idle": null })).await;
    let copied = page.sign_in(DEMO).await.cookie_header();
    page.post("/auth/refresh", json!({})).await;
    page.knob("clock", json!({ "advance": 3601 })).await;
    page.replay(Method::POST, "/auth/refresh", &copied)
        .await
        .is(401, "session_ended");
    assert_eq!(page.stats().await["reuse_detections"], 1);
}

#[tokio::test]
async fn tokens_of_two_sessions_do_not_add_up() {
    let page = browser("jwt").await;
    let (mine, other) = (page.sign_in(DEMO).await, Browser::new(&page.base));
    let theirs = other.sign_in(SECOND).await;
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
