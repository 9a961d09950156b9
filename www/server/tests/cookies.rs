//! The cookies, letter by letter (P1).

use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, Browser, DEMO, demo, over_https, send};

/// Replaces each secret by its shape.
fn shapes(answer: &Answer) -> Vec<String> {
    answer
        .set_cookies()
        .iter()
        .map(|line| {
            let (pair, rest) = line.split_once(';').expect("has attributes");
            let (name, value) = pair.split_once('=').expect("is a pair");
            assert!(line.len() < 4096);
            let shape = match (value.len(), value.matches('.').count()) {
                (0, _) => "",
                (43, 0) => "<256 bits>",
                (87, 1) => "<mark>",
                (_, 2) => "<jwt>",
                _ => "<?>",
            };
            format!("{name}={shape};{rest}")
        })
        .collect()
}

async fn secured(strategy: &str, path: &str) -> Answer {
    let base = over_https(&["--strategy", strategy]).await;
    let request = Browser::new(&base)
        .bare(Method::POST, path)
        .header("x-csrf", "1");
    let body = json!({ "email": DEMO.0, "password": DEMO.1 });
    send(request.header("origin", "https://app.example").json(&body)).await
}

#[tokio::test]
async fn over_https_they_are_host_bound_secure_strict_and_hidden_from_script() {
    assert_eq!(
        shapes(&secured("session", "/auth/login").await),
        [
            "__Host-hallpass=<256 bits>; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=28800",
            "__Host-hallpass-known=<mark>; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=15552000",
        ]
    );
    assert_eq!(
        shapes(&secured("jwt", "/auth/login").await),
        [
            "__Host-hallpass-access=<jwt>; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=300",
            "__Host-hallpass-refresh=<256 bits>; HttpOnly; SameSite=Strict; Secure; Path=/; \
             Max-Age=28800",
            "__Host-hallpass-known=<mark>; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=15552000",
        ]
    );
}

#[tokio::test]
async fn deletion_repeats_every_attribute() {
    let expected = ["hallpass", "hallpass-access", "hallpass-refresh"].map(|name| {
        format!("__Host-{name}=; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=0")
    });
    assert_eq!(shapes(&secured("session", "/auth/logout").await), expected);
    assert_eq!(shapes(&secured("jwt", "/auth/logout").await), expected);
}

#[tokio::test]
async fn over_plain_loopback_only_the_prefix_and_secure_fall_away() {
    let page = Browser::new(&demo(&["--strategy", "jwt"]).await);
    assert_eq!(
        shapes(&page.sign_in(DEMO).await),
        [
            "hallpass-access=<jwt>; HttpOnly; SameSite=Strict; Path=/; Max-Age=300",
            "hallpass-refresh=<256 bits>; HttpOnly; SameSite=Strict; Path=/; Max-Age=28800",
            "hallpass-known=<mark>; HttpOnly; SameSite=Strict; Path=/; Max-Age=15552000",
        ]
    );
}

#[tokio::test]
async fn no_secret_appears_in_a_body() {
    for strategy in ["session", "jwt"] {
        let page = Browser::new(&demo(&["--strategy", strategy]).await);
        let answer = page.sign_in(DEMO).await;
        for cookie in answer.set_cookies() {
            let value = cookie
                .split(['=', ';'])
                .nth(1)
                .expect("has a value")
                .to_owned();
            for path in ["/auth/session", "/api/me", "/api/orders"] {
                assert!(!page.get(path).await.text.contains(&value), "{path}");
            }
            assert!(!answer.text.contains(&value));
        }
    }
}
