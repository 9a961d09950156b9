//! Front ends on another origin: those of `--app-origin`, exactly, and no other (5.21).

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::harness::{Answer, Browser, DEMO, send, serve};

const VITE: &str = "http://localhost:5173";

/// A development server that forwards with a Host of its own, as Vite's short form does.
fn forwarded(page: &Browser, method: Method, path: &str, origin: &str) -> RequestBuilder {
    page.bare(method, path)
        .header("x-csrf", "1")
        .header("sec-fetch-site", "same-origin")
        .header("origin", origin)
}

async fn sign_in(page: &Browser, origin: &str) -> Answer {
    let body = json!({ "email": DEMO.0, "password": DEMO.1 });
    send(forwarded(page, Method::POST, "/auth/login", origin).json(&body)).await
}

#[tokio::test]
async fn a_development_server_that_rewrites_the_host_works_by_its_origin() {
    let other = "http://127.0.0.1:3000";
    let page = Browser::new(&serve(&["--demo", "--app-origin", VITE, "--app-origin", other]).await);
    for origin in [VITE, other] {
        assert_eq!(sign_in(&page, origin).await.status, 200, "{origin}");
        let call = forwarded(&page, Method::POST, "/api/orders", origin);
        assert_eq!(
            send(call.json(&json!({ "item": "Kettle" }))).await.status,
            201
        );
    }
    // Without metadata, as older engines send it, a read has a Referer alone.
    let read = page
        .bare(Method::GET, "/auth/session")
        .header("x-csrf", "1");
    let read = send(read.header("referer", format!("{VITE}/orders"))).await;
    assert_eq!(read.json["authenticated"], true);
}

#[tokio::test]
async fn any_other_origin_is_refused_with_what_to_set() {
    let base = serve(&["--demo", "--app-origin", VITE]).await;
    let page = Browser::new(&base);
    for origin in [
        "http://localhost:5174",
        "http://127.0.0.1:5173",
        "https://localhost:5173",
    ] {
        let refused = sign_in(&page, origin).await;
        refused.is(403, "csrf");
        let why = refused.json["error_description"]
            .as_str()
            .expect("has words");
        for part in [
            origin,
            &base,
            &format!("`--app-origin {origin}`"),
            "changeOrigin: false",
        ] {
            assert!(why.contains(part), "{part}: {why}");
        }
    }
    for hopeless in [
        "http://app.example",
        "null",
        "http://localhost:5173.evil.example",
        "junk",
    ] {
        let refused = sign_in(&page, hopeless).await;
        refused.is(403, "csrf");
        let why = refused.json["error_description"]
            .as_str()
            .expect("has words");
        assert!(why.contains("no setting lets that origin call"), "{why}");
    }
}

#[tokio::test]
async fn each_refusal_says_what_speaks_against_the_request() {
    let page = Browser::new(&serve(&["--app-origin", VITE]).await);
    let why = async |request: RequestBuilder| {
        let refused = send(request).await;
        refused.is(403, "csrf");
        refused.json["error_description"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let refresh = || page.bare(Method::POST, "/auth/refresh");
    let marked = || refresh().header("x-csrf", "1");
    assert!(why(refresh()).await.contains("X-CSRF: 1"));
    let rebound = marked().header("host", "evil.example");
    assert!(why(rebound).await.contains("for the host evil.example"));
    let sibling = marked()
        .header("sec-fetch-site", "cross-site")
        .header("origin", VITE);
    assert!(
        why(sibling)
            .await
            .contains("localhost and 127.0.0.1 are two sites")
    );
    assert!(
        why(marked())
            .await
            .contains(&format!("`Origin: {}`", page.base))
    );
}

#[tokio::test]
async fn a_front_end_on_a_sibling_host_calls_with_credentials() {
    let page = Browser::new(&serve(&["--demo", "--app-origin", VITE]).await);
    let preflight = |origin: &'static str, method: &'static str| {
        let asked = page
            .bare(Method::OPTIONS, "/auth/refresh")
            .header("origin", origin);
        let asked = asked.header("access-control-request-method", method);
        send(asked.header("access-control-request-headers", "hallpass-session,x-csrf"))
    };
    let allowed = preflight(VITE, "POST").await;
    assert_eq!(allowed.status, 200);
    assert_eq!(allowed.header("access-control-allow-origin"), VITE);
    assert_eq!(allowed.header("access-control-allow-credentials"), "true");
    assert!(
        allowed
            .header("access-control-allow-headers")
            .contains("hallpass-session")
    );
    assert!(allowed.set_cookies().is_empty());

    let same_site = |origin: &'static str| {
        let asked = page
            .bare(Method::GET, "/auth/session")
            .header("x-csrf", "1");
        send(
            asked
                .header("origin", origin)
                .header("sec-fetch-site", "same-site"),
        )
    };
    let answer = same_site(VITE).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), VITE);
    assert!(
        answer
            .header("access-control-expose-headers")
            .contains("retry-after")
    );
    let varies: Vec<_> = answer.headers.get_all("vary").iter().collect();
    assert!(format!("{varies:?}").to_lowercase().contains("origin"));

    for evil in [
        "http://localhost:5174",
        "http://localhost:5173.evil.example",
        "null",
    ] {
        let refused = preflight(evil, "POST").await;
        assert_eq!(refused.header("access-control-allow-origin"), "", "{evil}");
        let refused = same_site(evil).await;
        assert_eq!(
            (
                refused.status,
                refused.header("access-control-allow-origin")
            ),
            (403, ""),
            "{evil}"
        );
    }
}
