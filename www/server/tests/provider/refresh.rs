//! One refresh at the provider for all who ask (S3), and what its failures mean.

use reqwest::Method;
use serde_json::json;

use super::{signed_in, world};
use crate::harness::{Answer, Browser, send};

pub(super) const CALLERS: usize = 100;

pub(super) async fn refresh(page: &Browser) -> Answer {
    page.post("/auth/refresh", json!({})).await
}

#[tokio::test]
async fn a_hundred_callers_make_one_call_to_the_provider() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        let handle = signed_in(&page).await;
        let all = futures_util::future::join_all((0..CALLERS).map(|_| refresh(&page))).await;
        for answer in &all {
            assert_eq!(
                (answer.status, answer.handle()),
                (200, handle.clone()),
                "{}",
                answer.text
            );
        }
        assert_eq!(fake.lock().refreshes, 1, "{strategy}");
        assert_eq!(
            refresh(&page).await.status,
            200,
            "and a late one is the same one"
        );
        assert_eq!(fake.lock().refreshes, 1, "{strategy}");
    }
}

#[tokio::test]
async fn a_refresh_gives_what_was_granted_or_less_and_the_grant_stays_whole() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        signed_in(&page).await;
        let less = page
            .post("/auth/refresh", json!({ "scope": "openid profile" }))
            .await;
        assert_eq!(
            less.json["claims"]["scope"], "openid profile",
            "{}",
            less.text
        );
        let more = page
            .post("/auth/refresh", json!({ "scope": "openid admin" }))
            .await;
        more.is(400, "invalid_scope");
        let whole = refresh(&page).await;
        assert_eq!(
            whole.json["claims"]["scope"],
            "openid profile email offline_access"
        );
        assert_eq!(fake.lock().refreshes, 2, "{strategy}");
    }
}

#[tokio::test]
async fn claims_that_changed_at_the_provider_arrive_with_the_next_refresh() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        signed_in(&page).await;
        assert_eq!(page.get("/api/vip").await.status, 200);
        fake.lock().user["vip"] = json!(false);
        assert_eq!(refresh(&page).await.json["claims"]["vip"], false);
        page.get("/api/vip").await.is(403, "insufficient_claims");
    }
}

#[tokio::test]
async fn another_subject_in_a_refresh_ends_the_session() {
    let (fake, page) = world(&[]).await;
    signed_in(&page).await;
    fake.lock().id_claims = json!({ "sub": "eve" });
    refresh(&page).await.is(401, "session_ended");
    assert_eq!(
        page.get("/auth/session").await.json,
        json!({ "authenticated": false })
    );
    fake.attempts(2).await;
    assert_eq!(fake.lock().revoked.len(), 2);
}

#[tokio::test]
async fn a_grant_that_was_withdrawn_ends_the_session() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        signed_in(&page).await;
        fake.lock().refresh.clear();
        refresh(&page).await.is(401, "session_ended");
        assert_eq!(page.get("/auth/session").await.json["authenticated"], false);
    }
}

#[tokio::test]
async fn a_provider_that_fails_ends_no_session() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        let handle = signed_in(&page).await;
        fake.lock().token_status = 503;
        let answer = refresh(&page).await;
        answer.is(503, "temporarily_unavailable");
        assert_eq!(answer.header("retry-after"), "7");
        assert_eq!(page.get("/auth/session").await.handle(), handle);
        fake.lock().token_status = 200;
        assert_eq!(refresh(&page).await.handle(), handle, "{strategy}");
    }
}

#[tokio::test]
async fn without_a_refresh_token_a_session_ends_with_its_access_token() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = world(&["--strategy", strategy]).await;
        {
            let mut own = fake.lock();
            own.gives_refresh = false;
            own.lifetime = Some(3600);
        }
        let handle = signed_in(&page).await;
        assert_eq!(
            refresh(&page).await.handle(),
            handle,
            "it lives, and is answered as it stands"
        );
        fake.lock().lifetime = Some(0);
        assert_eq!(super::sign_in(&page, "").await.status, 302);
        assert_eq!(page.get("/auth/session").await.json["authenticated"], false);
        refresh(&page).await.is(401, "session_ended");
        assert_eq!(fake.lock().refreshes, 0);
    }
}

#[tokio::test]
async fn a_client_that_hangs_up_leaves_the_refresh_to_come_to_its_end() {
    let (fake, page) = world(&[]).await;
    let handle = signed_in(&page).await;
    fake.lock().holds = true;
    let asked = tokio::spawn({
        let page = page.clone();
        async move { send(page.ask(Method::POST, "/auth/refresh").json(&json!({}))).await }
    });
    fake.held().await;
    asked.abort();
    fake.lock().holds = false;
    fake.release.notify_one();
    // Either that one has stored by now, or this one waits for it; neither asks with a spent token.
    assert_eq!(refresh(&page).await.handle(), handle);
    assert_eq!(fake.lock().refreshes, 1);
}
