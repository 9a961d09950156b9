//! Sign-in by a provider, against one whose every answer the test decides.
//!
//! `tests/interop/provider` asks the same of a certified one.

mod backchannel;
mod bearer;
mod fake;
mod grants;
mod instances;
mod keys;
mod killed;
mod logout;
#[cfg(feature = "test-knobs")]
mod outage;
mod refresh;
mod settings;
mod signing_in;

use reqwest::Method;

use crate::harness::{Answer, Browser, send, serve};
use fake::Fake;

/// A server that signs in by a provider.
async fn world(arguments: &[&str]) -> (Fake, Browser) {
    let fake = Fake::start().await;
    let own = fake.arguments();
    let all: Vec<&str> = own
        .iter()
        .map(String::as_str)
        .chain(arguments.iter().copied())
        .collect();
    let base = serve(&all).await;
    (fake, Browser::new(&base))
}

/// Where an answer leads.
fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, 302, "{}", answer.text);
    answer.header("location").to_owned()
}

/// Follows a navigation to another place, with the cookies of the browser.
async fn go(page: &Browser, url: &str) -> Answer {
    let to = page.at("");
    send(
        to.bare(Method::GET, url)
            .header("sec-fetch-site", "cross-site"),
    )
    .await
}

/// Leads the browser to the provider, and gives the address it is sent back to.
async fn authorized(page: &Browser, query: &str) -> String {
    let begun = send(page.bare(Method::GET, &format!("/auth/login{query}"))).await;
    location(&go(page, &location(&begun)).await)
}

/// Signs in by the provider.
async fn sign_in(page: &Browser, query: &str) -> Answer {
    let back = authorized(page, query).await;
    go(page, &back).await
}

async fn signed_in(page: &Browser) -> String {
    assert_eq!(location(&sign_in(page, "").await), "/");
    page.get("/auth/session").await.handle()
}
