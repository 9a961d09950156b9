//! The journal of a shared store does not grow for ever: its beginning becomes an image.

use reqwest::Method;
use serde_json::json;

use crate::database::Kind;
use crate::harness::{Browser, DEMO};
use crate::pair::{Pair, ask};

/// After so many transactions an image is made.
const EVERY: usize = if cfg!(debug_assertions) { 128 } else { 2048 };
const WRITES: usize = EVERY + EVERY / 2;

/// The transactions that the journal still has.
async fn length(kind: Kind, url: String) -> usize {
    let count = move || -> i64 {
        match kind {
            Kind::Postgres => {
                let db = postgres::Client::connect(&url, postgres::NoTls);
                let row = db
                    .expect("connects")
                    .query_one("SELECT count(*) FROM hallpass_journal", &[]);
                row.expect("is counted").get(0)
            }
            Kind::Redis => {
                let mut db = redis::Client::open(url).expect("is a URL");
                let length = redis::cmd("XLEN").arg("{hallpass}:journal").query(&mut db);
                length.expect("is counted")
            }
        }
    };
    let count = tokio::task::spawn_blocking(count).await.expect("runs");
    usize::try_from(count).expect("is small")
}

async fn a_long_journal_begins_anew_and_every_instance_goes_on(kind: Kind) {
    let pair = Pair::start(kind, "session");
    let signed_in = Browser::new(pair.base(0)).sign_in(DEMO).await;
    let cookies = signed_in.cookie_header();
    for _ in 0..WRITES {
        let touched = pair.ask(0, Method::POST, "/auth/touch", &cookies).await;
        assert_eq!(touched.status, 200, "{}", touched.text);
    }
    let left = length(kind, pair.url().to_owned()).await;
    assert!((1..EVERY).contains(&left), "{left} of {WRITES}");

    // One that has read nothing meanwhile, and one that has never read anything.
    let third = pair.another();
    for base in [pair.base(1), &third.base] {
        let seen = ask(base, Method::GET, "/auth/session", &cookies).await;
        assert_eq!(seen.expect("is answered").handle(), signed_in.handle());
    }
    let out = ask(&third.base, Method::POST, "/auth/logout", &cookies).await;
    assert_eq!(out.expect("is answered").status, 200);
    for which in 0..2 {
        let seen = pair
            .ask(which, Method::GET, "/auth/session", &cookies)
            .await;
        assert_eq!(seen.json, json!({ "authenticated": false }));
    }
}

#[tokio::test]
async fn a_long_journal_in_postgres() {
    a_long_journal_begins_anew_and_every_instance_goes_on(Kind::Postgres).await;
}

#[tokio::test]
async fn a_long_journal_in_redis() {
    a_long_journal_begins_anew_and_every_instance_goes_on(Kind::Redis).await;
}
