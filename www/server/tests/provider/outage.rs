//! A provider that answers 503 to revocations for ten minutes, with a kill in the midst of them. The
//! server's clock is moved, so that they take no time.

use std::time::Duration;

use serde_json::json;

use super::fake::Fake;
use super::{signed_in, world};
use crate::harness::Browser;
use crate::running::Running;
use crate::scratch::Scratch;

const MINUTES: usize = 10;
/// Both tokens of a session.
const BOTH: usize = 2;

/// Lets a minute pass, or as many as it takes until both tokens were tried again.
async fn a_minute(fake: &Fake, page: &Browser) {
    let before = fake.lock().attempts;
    let tried = async {
        while fake.lock().attempts < before + BOTH {
            page.knob("clock", json!({ "advance": 61 })).await;
            // A logout says that there may be something to revoke.
            assert_eq!(page.post("/auth/logout", json!({})).await.status, 200);
        }
    };
    let tried = tokio::time::timeout(Duration::from_secs(20), tried).await;
    assert!(tried.is_ok(), "waited for both tokens to be tried again");
}

#[tokio::test(flavor = "multi_thread")]
async fn both_tokens_are_tried_each_minute_of_an_outage_and_revoked_after_it() {
    let (fake, client) = world(&[]).await;
    let dir = Scratch::new("outage");
    let [db, keys] = ["db", "keys"].map(|name| dir.file(name).display().to_string());
    let own = fake.arguments();
    let mut all: Vec<&str> = own.iter().map(String::as_str).collect();
    all.extend([
        "--test-knobs",
        "--log=off",
        "--db",
        &db,
        "--key-file",
        &keys,
    ]);

    let running = Running::start(&all);
    let page = client.at(&running.base);
    signed_in(&page).await;
    fake.lock().revoke_status = 503;
    assert_eq!(page.post("/auth/logout", json!({})).await.status, 200);
    for _ in 0..MINUTES / 2 {
        a_minute(&fake, &page).await;
    }
    drop(running);

    let again = Running::start(&all);
    let page = client.at(&again.base);
    for _ in 0..MINUTES / 2 {
        a_minute(&fake, &page).await;
    }
    assert_eq!(fake.lock().revoked.len(), 0);
    fake.lock().revoke_status = 200;
    a_minute(&fake, &page).await;
    let mut kinds: Vec<String> = fake
        .lock()
        .revoked
        .iter()
        .map(|(hint, _)| hint.clone())
        .collect();
    kinds.sort();
    assert_eq!(kinds, ["access_token", "refresh_token"]);
}
