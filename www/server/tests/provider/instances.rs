//! Several instances that sign in by one provider: one refresh there for all who ask of any (S3), and
//! one revocation of each token (S5).

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use tokio::time::timeout;

use super::fake::Fake;
use super::refresh::{CALLERS, refresh};
use super::{signed_in, world};
use crate::database::Kind;
use crate::harness::{Browser, serve};
use crate::pair::Pair;
use crate::scratch::Scratch;

/// How soon all are answered: before an instance looks into the store for reasons of its own, which it
/// does every five seconds.
const SOON: Duration = Duration::from_secs(3);

/// Has all callers ask at once, of one instance after the other.
async fn one_call_for_all(fake: &Fake, pages: &[Browser; 2]) {
    let handle = signed_in(&pages[0]).await;
    // Each has its connection first, so that they really ask at once.
    join_all((0..CALLERS).map(|at| pages[at % 2].get("/auth/session"))).await;
    let all = join_all((0..CALLERS).map(|at| refresh(&pages[at % 2])));
    let all = timeout(SOON, all).await.expect("are answered soon");
    for answer in all {
        assert_eq!(
            (answer.status, answer.handle()),
            (200, handle.clone()),
            "{}",
            answer.text
        );
    }
    assert_eq!(fake.lock().refreshes, 1);
}

#[tokio::test]
async fn two_instances_over_one_file_make_one_call_too() {
    let (fake, first) = world(&[]).await;
    let dir = Scratch::new("instances");
    let (db, keys) = (dir.file("db"), dir.file("keys"));
    let [db, keys] = [&db, &keys].map(|path| path.to_str().expect("is text"));
    let own = fake.arguments();
    let own = own.iter().map(String::as_str);
    let all: Vec<&str> = own.chain(["--db", db, "--key-file", keys]).collect();
    let pages = [first.at(&serve(&all).await), first.at(&serve(&all).await)];
    one_call_for_all(&fake, &pages).await;
}

async fn two_instances_over(kind: Kind) {
    for strategy in ["session", "jwt"] {
        let fake = Fake::start().await;
        let pair = Pair::with(kind, strategy, &fake.arguments());
        let first = Browser::new(pair.base(0));
        let pages = [first.at(pair.base(0)), first.at(pair.base(1))];
        one_call_for_all(&fake, &pages).await;
        // Nothing of the tokens is in one instance alone: the other gives them back, each once.
        assert_eq!(pages[1].post("/auth/logout", json!({})).await.status, 200);
        fake.attempts(2).await;
        assert_eq!(
            pages[0].get("/auth/session").await.json,
            json!({ "authenticated": false })
        );
        let own = fake.lock();
        let mut kinds: Vec<&str> = own.revoked.iter().map(|(kind, _)| kind.as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["access_token", "refresh_token"], "{strategy}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_over_postgres_make_one_call_and_revoke_once() {
    two_instances_over(Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_over_redis_make_one_call_and_revoke_once() {
    two_instances_over(Kind::Redis).await;
}
