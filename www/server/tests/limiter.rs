//! The brake on guessing, over HTTP: before the hash, per account, address and in total.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, Browser, DEMO, SECOND, demo, over_https, send};

async fn guess(page: &Browser, email: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = page.ask(Method::POST, "/auth/login");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(request.json(&json!({ "email": email, "password": "a guess" }))).await
}

/// How many of these answers are each status.
fn count(answers: &[Answer], status: u16) -> usize {
    answers
        .iter()
        .filter(|answer| answer.status == status)
        .count()
}

#[tokio::test]
async fn of_parallel_guesses_no_more_are_hashed_than_the_limit_says() {
    let page = Browser::new(&demo(&[]).await);
    let answers = join_all((0..60).map(|_| guess(&page, DEMO.0, &[]))).await;
    assert_eq!((count(&answers, 401), count(&answers, 429)), (5, 55));
    for braked in answers.iter().filter(|answer| answer.status == 429) {
        braked.is(429, "rate_limited");
        let wait: u64 = braked.header("retry-after").parse().expect("is seconds");
        assert!((1..=12).contains(&wait), "{wait}");
    }
}

#[tokio::test]
async fn spraying_over_accounts_waits_per_address_and_in_total() {
    let page = Browser::new(&demo(&["--failures-per-address", "10"]).await);
    let accounts: Vec<String> = (0..30).map(|n| format!("{n}@example.com")).collect();
    let answers = join_all(accounts.iter().map(|email| guess(&page, email, &[]))).await;
    assert_eq!((count(&answers, 401), count(&answers, 429)), (10, 20));

    let trusting = ["--failures-in-total", "10", "--trusted-proxy", "127.0.0.1"];
    let page = Browser::new(&demo(&trusting).await);
    let from: Vec<String> = (0..30).map(|n| format!("192.0.2.{n}")).collect();
    let guesses = accounts.iter().zip(&from);
    let guesses =
        guesses.map(async |(email, from)| guess(&page, email, &[("x-forwarded-for", from)]).await);
    let answers = join_all(guesses).await;
    assert_eq!((count(&answers, 401), count(&answers, 429)), (10, 20));
}

#[tokio::test]
async fn a_made_up_address_counts_for_nothing_without_a_trusted_proxy() {
    let page = Browser::new(&demo(&["--failures-per-address", "3"]).await);
    for n in 0..6 {
        let from = format!("192.0.2.{n}");
        let email = format!("{n}@example.com");
        let answer = guess(&page, &email, &[("x-forwarded-for", &from)]).await;
        assert_eq!(answer.status, if n < 3 { 401 } else { 429 });
    }
}

#[tokio::test]
async fn strangers_lock_out_neither_the_owner_s_browser_nor_other_accounts() {
    let page = Browser::new(&demo(&[]).await);
    page.sign_in(DEMO).await;
    page.post("/auth/logout", json!({})).await;
    let stranger = Browser::new(&page.base);
    for _ in 0..6 {
        guess(&stranger, DEMO.0, &[]).await;
    }
    let body = json!({ "email": DEMO.0, "password": DEMO.1 });
    stranger
        .post("/auth/login", body)
        .await
        .is(429, "rate_limited");
    assert_eq!(page.sign_in(DEMO).await.status, 200);
    assert_eq!(stranger.sign_in(SECOND).await.status, 200);
    // The browser that is known has a count of its own.
    let answers = join_all((0..8).map(|_| guess(&page, DEMO.0, &[]))).await;
    assert_eq!((count(&answers, 401), count(&answers, 429)), (5, 3));
}

#[tokio::test]
async fn behind_an_unnamed_proxy_strangers_do_not_share_one_address() {
    let base = over_https(&["--failures-per-address", "3"]).await;
    let page = Browser::new(&base);
    for n in 0..6 {
        let request = page.bare(Method::POST, "/auth/login").header("x-csrf", "1");
        let request = request.header("origin", "https://app.example");
        let body = json!({ "email": format!("{n}@example.com"), "password": "a guess" });
        assert_eq!(send(request.json(&body)).await.status, 401);
    }
}
