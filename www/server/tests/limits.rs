//! Idle and absolute limits, kept by the server alone (P19, P20).

use std::time::Duration;

use serde_json::json;

use crate::harness::{DEMO, browser, in_both_strategies};

in_both_strategies!(
    only_touch_moves_the_idle_limit,
    the_absolute_limit_never_moves,
    limits_can_be_turned_off,
    reading_the_session_extends_nothing,
    a_clock_set_back_lengthens_no_session_and_no_wait,
);

async fn a_clock_set_back_lengthens_no_session_and_no_wait(strategy: &str) {
    let page = browser(strategy).await;
    page.knob("config", json!({ "access_lifetime": 0.5, "idle": 1.5 }))
        .await;
    page.sign_in(DEMO).await;
    page.knob("clock", json!({ "advance": -3600 })).await;
    let mut seen = Vec::new();
    // What is tested is that time goes on.
    for _ in 0..200 {
        let answer = page.get("/auth/session").await;
        if answer.json == json!({ "authenticated": false }) {
            break;
        }
        seen.push(answer.status);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(
        page.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    assert!(
        seen.contains(&401),
        "the access part lapsed first: {seen:?}"
    );
    let guess = json!({ "email": DEMO.0, "password": "a guess" });
    for _ in 0..5 {
        page.post("/auth/login", guess.clone()).await;
    }
    page.knob("clock", json!({ "advance": -3600 })).await;
    let braked = page.post("/auth/login", guess).await;
    braked.is(429, "rate_limited");
    let wait: u64 = braked.header("retry-after").parse().expect("is seconds");
    assert!(wait <= 12, "{wait}");
}

async fn only_touch_moves_the_idle_limit(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(DEMO).await;
    for _ in 0..5 {
        page.knob("clock", json!({ "advance": 299 })).await;
        page.post("/auth/refresh", json!({})).await;
        assert_eq!(page.get("/api/me").await.status, 200);
    }
    let touched = page.post("/auth/touch", json!({})).await;
    assert_eq!(touched.json["idle_expires_in"], 1800);
    for _ in 0..6 {
        page.knob("clock", json!({ "advance": 290 })).await;
        assert_eq!(page.post("/auth/refresh", json!({})).await.status, 200);
    }
    page.knob("clock", json!({ "advance": 61 })).await;
    page.post("/auth/refresh", json!({}))
        .await
        .is(401, "session_ended");
    page.get("/api/me").await.is(401, "session_ended");
    assert_eq!(
        page.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
}

async fn the_absolute_limit_never_moves(strategy: &str) {
    let page = browser(strategy).await;
    page.knob("config", json!({ "absolute": 1000 })).await;
    page.sign_in(DEMO).await;
    for _ in 0..4 {
        page.knob("clock", json!({ "advance": 240 })).await;
        assert_eq!(page.post("/auth/refresh", json!({})).await.status, 200);
        assert_eq!(page.post("/auth/touch", json!({})).await.status, 200);
    }
    page.knob("clock", json!({ "advance": 40 })).await;
    page.post("/auth/refresh", json!({}))
        .await
        .is(401, "session_ended");
    page.post("/auth/touch", json!({}))
        .await
        .is(401, "session_ended");
}

async fn limits_can_be_turned_off(strategy: &str) {
    let page = browser(strategy).await;
    page.knob("config", json!({ "idle": null, "absolute": 0 }))
        .await;
    let answer = page.sign_in(DEMO).await;
    assert_eq!(answer.json["idle_expires_in"], json!(null));
    assert_eq!(answer.json["absolute_expires_in"], json!(null));
    page.knob("clock", json!({ "advance": 10_000_000 })).await;
    assert_eq!(page.post("/auth/refresh", json!({})).await.status, 200);
}

async fn reading_the_session_extends_nothing(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(DEMO).await;
    page.knob("clock", json!({ "advance": 100 })).await;
    let (first, second) = (
        page.get("/auth/session").await,
        page.get("/auth/session").await,
    );
    for limit in ["expires_in", "idle_expires_in", "absolute_expires_in"] {
        assert!(
            second.json[limit].as_f64() <= first.json[limit].as_f64(),
            "{limit}"
        );
    }
    assert!(first.set_cookies().is_empty());
}
