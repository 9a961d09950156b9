//! Logout: at once, for good, and as often as one likes (P13).

use reqwest::Method;
use serde_json::json;

use crate::harness::{Browser, DEMO, SECOND, browser, in_both_strategies, send};

in_both_strategies!(
    captured_cookies_are_dead_after_logout,
    logout_needs_no_live_access_part,
    logout_may_be_repeated,
    logout_everywhere_ends_all_sessions_of_the_account_alone,
    logout_ends_the_session_of_an_old_refresh_token_too,
    what_opens_nothing_any_more_ends_no_other_session,
);

async fn what_opens_nothing_any_more_ends_no_other_session(strategy: &str) {
    let page = browser(strategy).await;
    let copied = page.sign_in(DEMO).await.cookie_header();
    let other = Browser::new(&page.base);
    other.sign_in(DEMO).await;
    page.post("/auth/logout", json!({})).await;
    let everywhere = || {
        let stranger = Browser::new(&page.base);
        let body = json!({ "everywhere": true });
        send(
            stranger
                .ask(Method::POST, "/auth/logout")
                .header("cookie", &copied)
                .json(&body),
        )
    };
    let answer = everywhere().await;
    assert_eq!(
        (answer.status, answer.json),
        (200, json!({ "everywhere": false }))
    );
    assert_eq!(other.get("/auth/session").await.json["authenticated"], true);
}

async fn captured_cookies_are_dead_after_logout(strategy: &str) {
    let page = browser(strategy).await;
    let cookies = page.sign_in(DEMO).await.cookie_header();
    let alive = page.get("/test/tokens").await.json["tokens"]
        .as_array()
        .map(Vec::len);
    assert_eq!(alive, Some(if strategy == "jwt" { 2 } else { 1 }));
    let answer = page.post("/auth/logout", json!({})).await;
    assert_eq!(answer.json, json!({}));
    assert_eq!(page.get("/test/tokens").await.json, json!({ "tokens": [] }));
    for pair in cookies.split("; ") {
        let (_, token) = pair.split_once('=').expect("is a pair");
        let alive = page.get(&format!("/test/alive?token={token}")).await;
        assert_eq!(alive.json, json!({ "alive": false }));
        page.replay(Method::GET, "/api/me", pair)
            .await
            .is(401, "session_ended");
        page.replay(Method::POST, "/auth/refresh", pair)
            .await
            .is(401, "session_ended");
    }
    let seen = page.replay(Method::GET, "/auth/session", &cookies).await;
    assert_eq!(seen.json, json!({ "authenticated": false }));
}

async fn logout_needs_no_live_access_part(strategy: &str) {
    let page = browser(strategy).await;
    page.sign_in(DEMO).await;
    page.knob("expire", json!({})).await;
    assert_eq!(page.post("/auth/logout", json!({})).await.status, 200);
    page.post("/auth/refresh", json!({}))
        .await
        .is(401, "session_ended");
}

async fn logout_may_be_repeated(strategy: &str) {
    let page = browser(strategy).await;
    let cookies = page.sign_in(DEMO).await.cookie_header();
    for _ in 0..3 {
        let answer = page.replay(Method::POST, "/auth/logout", &cookies).await;
        assert_eq!((answer.status, answer.json.clone()), (200, json!({})));
        assert_eq!(answer.set_cookies().len(), 3);
    }
}

async fn logout_everywhere_ends_all_sessions_of_the_account_alone(strategy: &str) {
    let page = browser(strategy).await;
    let (same, other) = (Browser::new(&page.base), Browser::new(&page.base));
    page.sign_in(DEMO).await;
    same.sign_in(DEMO).await;
    other.sign_in(SECOND).await;
    let answer = page
        .post("/auth/logout", json!({ "everywhere": true }))
        .await;
    assert_eq!(answer.json, json!({}));
    assert_eq!(
        same.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    assert_eq!(other.get("/auth/session").await.json["authenticated"], true);
}

async fn logout_ends_the_session_of_an_old_refresh_token_too(strategy: &str) {
    let page = browser(strategy).await;
    let first = page.sign_in(DEMO).await.cookie_header();
    page.post("/auth/refresh", json!({})).await;
    page.knob("expire", json!({})).await;
    page.replay(Method::POST, "/auth/logout", &first).await;
    page.post("/auth/refresh", json!({}))
        .await
        .is(401, "session_ended");
}
