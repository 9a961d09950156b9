//! What an API behind this server gets of a provider's tokens: the access token, refreshed ahead.

use super::fake::Fake;
use super::{signed_in, world};
use crate::apis::api;
use crate::harness::{Answer, Browser};

const CALLS: usize = 100;
/// A lifetime of access tokens, in seconds, that is short enough to be refreshed ahead.
const SHORT: u64 = 20;

async fn in_front_of_an_api(strategy: &str, lifetime: u64) -> (Fake, Browser) {
    let rule = format!("/api={}", api().await);
    let (fake, page) = world(&["--strategy", strategy, "--proxy", &rule]).await;
    fake.lock().lifetime = Some(lifetime);
    signed_in(&page).await;
    (fake, page)
}

/// The token that the API was given.
fn given(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let header = answer.json["headers"]["authorization"].as_str();
    let token = header.and_then(|header| header.strip_prefix("Bearer "));
    token.expect("is a bearer token").to_owned()
}

#[tokio::test]
async fn an_api_gets_the_provider_s_token_as_it_is() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = in_front_of_an_api(strategy, 3600).await;
        let token = given(&page.get("/api/x").await);
        assert_eq!(fake.lock().access, [token], "{strategy}");
        assert_eq!(fake.lock().refreshes, 0, "{strategy}");
    }
}

#[tokio::test]
async fn a_token_that_is_about_to_lapse_is_refreshed_once_for_all_who_call() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = in_front_of_an_api(strategy, SHORT).await;
        let calls = (0..CALLS).map(|_| page.get("/api/x"));
        let answers = futures_util::future::join_all(calls).await;
        let access = fake.lock().access.clone();
        assert_eq!(access.len(), 2, "{strategy}");
        assert_eq!(fake.lock().refreshes, 1, "{strategy}");
        for answer in &answers {
            assert_eq!(given(answer), access[1], "{strategy}");
        }
    }
}

#[tokio::test]
async fn while_the_provider_is_away_a_token_that_still_lives_is_good_enough() {
    for strategy in ["session", "jwt"] {
        let (fake, page) = in_front_of_an_api(strategy, SHORT).await;
        fake.lock().token_status = 503;
        let token = given(&page.get("/api/x").await);
        assert_eq!(fake.lock().access, [token], "{strategy}");
    }
}

#[tokio::test]
async fn a_grant_that_was_withdrawn_ends_the_session_and_reaches_no_api() {
    let (fake, page) = in_front_of_an_api("session", SHORT).await;
    fake.lock().refresh.clear();
    page.get("/api/x").await.is(401, "session_ended");
    let session = page.get("/auth/session").await;
    assert_eq!(session.json["authenticated"], false);
}
