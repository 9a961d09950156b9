//! A request runs under the identity it was meant for, or not at all (P12).

use reqwest::Method;
use serde_json::json;

use crate::harness::{DEMO, SECOND, browser, in_both_strategies, send};

in_both_strategies!(
    a_request_for_another_session_executes_nothing,
    a_mismatch_wins_over_a_lapsed_access_part,
    the_session_endpoint_answers_whatever_the_page_believes,
);

async fn a_request_for_another_session_executes_nothing(strategy: &str) {
    let page = browser(strategy).await;
    let first = page.sign_in(DEMO).await.handle();
    let second = page.sign_in(SECOND).await.handle();
    let before = page.stats().await;
    for path in [
        "/auth/refresh",
        "/auth/touch",
        "/auth/logout",
        "/api/orders",
        "/api/transfer",
    ] {
        for wrong in [first.as_str(), "", "x", "ÿ"] {
            let body = json!({ "item": "Kettle", "to": "x", "amount": 1 });
            let request = page
                .ask(Method::POST, path)
                .header("hallpass-session", wrong.as_bytes());
            let answer = send(request.json(&body)).await;
            answer.is(409, "session_mismatch");
            assert!(answer.set_cookies().is_empty());
        }
    }
    let after = page.stats().await;
    for counter in ["executed", "refreshes", "rotations", "touches", "ended"] {
        assert_eq!(before[counter], after[counter], "{counter}");
    }
    let request = page
        .ask(Method::GET, "/api/orders")
        .header("hallpass-session", &second);
    assert_eq!(
        send(request).await.json["orders"].as_array().map(Vec::len),
        Some(2)
    );
}

async fn a_mismatch_wins_over_a_lapsed_access_part(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(DEMO).await;
    page.knob("expire", json!({})).await;
    for (method, path) in [(Method::GET, "/api/me"), (Method::POST, "/auth/refresh")] {
        let request = page.ask(method, path).header("hallpass-session", "another");
        send(request).await.is(409, "session_mismatch");
    }
}

async fn the_session_endpoint_answers_whatever_the_page_believes(strategy: &str) {
    let page = browser(strategy).await;
    let handle = page.sign_in(DEMO).await.handle();
    let request = page
        .ask(Method::GET, "/auth/session")
        .header("hallpass-session", "another");
    assert_eq!(send(request).await.handle(), handle);
}
