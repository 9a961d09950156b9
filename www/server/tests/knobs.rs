//! The knobs do what tests elsewhere rely on.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::harness::{Browser, DEMO, browser, in_both_strategies, send};

in_both_strategies!(
    a_planned_fault_happens_as_often_as_asked,
    a_cut_connection_is_really_cut,
    a_request_that_is_given_up_is_held_no_more,
    kill_and_reset_end_sessions,
);

async fn a_planned_fault_happens_as_often_as_asked(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(DEMO).await;
    for (kind, status, text) in [
        ("html", 200, "<!doctype html>"),
        ("redirect", 302, ""),
        ("null", 200, "null"),
        ("empty", 200, ""),
        ("garbage", 200, "{\"authenticated\":tr"),
        ("wrong_type", 200, "\"authenticated\":true"),
    ] {
        page.knob(
            "fault",
            json!({ "route": "session", "kind": kind, "times": 2 }),
        )
        .await;
        for _ in 0..2 {
            let answer = page.get("/auth/session").await;
            assert_eq!(answer.status, status, "{kind}");
            assert!(answer.text.contains(text), "{kind}: {}", answer.text);
        }
        assert_eq!(
            page.get("/auth/session").await.json["authenticated"],
            true,
            "{kind}"
        );
    }
    let busy = json!({ "route": "api", "kind": "status", "status": 429, "retry_after": 7 });
    page.knob("fault", busy).await;
    let answer = page.get("/api/me").await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, "7"));
    let before = page.stats().await["refreshes"].as_u64();
    let lost = json!({ "route": "refresh", "kind": "status", "after_commit": true });
    page.knob("fault", lost).await;
    let answer = page.post("/auth/refresh", json!({})).await;
    assert_eq!((answer.status, answer.set_cookies().len()), (503, 0));
    assert_eq!(
        page.stats().await["refreshes"].as_u64(),
        before.map(|count| count + 1)
    );
}

async fn a_cut_connection_is_really_cut(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(DEMO).await;
    page.knob("config", json!({ "keep_alive": false })).await;
    let refreshes = || async { page.stats().await["refreshes"].as_u64().unwrap_or_default() };
    for (kind, executed) in [("close_before", 0), ("close_after_commit", 1)] {
        let before = refreshes().await;
        page.knob("fault", json!({ "route": "refresh", "kind": kind }))
            .await;
        assert!(
            page.ask(Method::POST, "/auth/refresh")
                .send()
                .await
                .is_err(),
            "{kind}"
        );
        assert_eq!(refreshes().await - before, executed, "{kind}");
    }
    page.knob(
        "fault",
        json!({ "route": "session", "kind": "close_after_headers" }),
    )
    .await;
    let answer = page
        .ask(Method::GET, "/auth/session")
        .send()
        .await
        .expect("has a head");
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.is_err());
}

async fn a_request_that_is_given_up_is_held_no_more(strategy: &str) {
    let page = browser(strategy).await;
    let fault = json!({ "route": "api", "kind": "hold", "times": 2 });
    page.knob("fault", fault).await;
    let asking = [(); 2].map(|()| tokio::spawn(page.ask(Method::GET, "/api/me").send()));
    assert_eq!(page.get("/test/held?count=2").await.json["held"], 2);
    let [given_up, kept] = asking;
    given_up.abort();
    let left = page.get("/test/held?count=1&exactly=true");
    let left = tokio::time::timeout(Duration::from_secs(5), left).await;
    assert_eq!(left.expect("it is noticed").json["held"], 1);
    page.knob("release", json!({})).await;
    let answer = kept.await.expect("goes on").expect("is answered");
    assert_eq!(answer.status(), 401);
    assert_eq!(page.get("/test/held?count=0").await.json["held"], 0);
}

async fn kill_and_reset_end_sessions(strategy: &str) {
    let page = browser(strategy).await;
    let handle = page.sign_in(DEMO).await.handle();
    let other = Browser::new(&page.base);
    other.sign_in(DEMO).await;
    assert_eq!(
        page.knob("kill", json!({ "session": handle })).await,
        json!({ "killed": 1 })
    );
    page.get("/api/me").await.is(401, "session_ended");
    assert_eq!(other.get("/api/me").await.status, 200);
    page.knob(
        "config",
        json!({ "access_lifetime": 0.5, "strategy": "jwt" }),
    )
    .await;
    page.knob("reset", json!({})).await;
    other.get("/api/me").await.is(401, "session_ended");
    let config = page.get("/test/config").await.json;
    assert_eq!(
        (&config["access_lifetime"], &config["strategy"]),
        (&json!(300.0), &json!(strategy))
    );
}

#[tokio::test]
async fn a_page_on_another_port_of_this_machine_is_let_in() {
    let page = browser("session").await;
    let origin = "http://127.0.0.1:1";
    let asked = page
        .bare(Method::OPTIONS, "/auth/refresh")
        .header("origin", origin);
    let asked = asked.header("access-control-request-method", "POST");
    let asked = asked.header("access-control-request-headers", "hallpass-session,x-csrf");
    let preflight = send(asked).await;
    assert_eq!(preflight.header("access-control-allow-origin"), origin);
    assert_eq!(preflight.header("access-control-allow-credentials"), "true");
    let request = page
        .bare(Method::GET, "/auth/session")
        .header("x-csrf", "1");
    let request = request
        .header("origin", origin)
        .header("sec-fetch-site", "same-site");
    let answer = send(request).await;
    assert_eq!(
        (answer.status, answer.header("access-control-allow-origin")),
        (200, origin)
    );
    for evil in [
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1:1@evil.example",
        "null",
    ] {
        let request = page
            .bare(Method::GET, "/auth/session")
            .header("x-csrf", "1");
        let answer = send(request.header("origin", evil)).await;
        assert_eq!(
            (answer.status, answer.header("access-control-allow-origin")),
            (403, ""),
            "{evil}"
        );
    }
}
