//! Renewing the access part: once, by many at a time, in part, and too late (P5).

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, Browser, DEMO, browser, demo, in_both_strategies};

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
    let page = Browser::new(&demo(&["--strategy", strategy, "--refresh", "off"]).await);
    let answer = page.sign_in(DEMO).await;
    // The session, and the mark of a known browser.
    assert_eq!(answer.set_cookies().len(), 2);
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
