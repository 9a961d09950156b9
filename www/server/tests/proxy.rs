//! In front of an API: what reaches it, what comes back, and what does neither.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::apis::{api, head, socket_api};
use crate::harness::{Browser, DEMO, demo, send};

async fn signed_in(rule: &str) -> Browser {
    let page = Browser::new(&demo(&["--proxy", rule]).await);
    page.sign_in(DEMO).await;
    page
}

#[tokio::test]
async fn an_api_gets_the_token_and_neither_cookies_nor_what_is_between_page_and_server() {
    let api = api().await;
    let page = signed_in(&format!("/api={api}")).await;
    let request = page
        .ask(Method::POST, "/api/orders?page=2")
        .header("authorization", "Bearer of-the-page")
        .header("connection", "x-named")
        .header("x-named", "of one connection")
        .header("x-forwarded-for", "198.51.100.9")
        .header("x-kept", "yes");
    let answer = send(request.body("a body")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let said = &answer.json;
    assert_eq!(
        (&said["method"], &said["target"]),
        (&json!("POST"), &json!("/api/orders?page=2"))
    );
    assert_eq!(said["body"], "a body");
    let headers = &said["headers"];
    for gone in [
        "cookie",
        "x-csrf",
        "hallpass-session",
        "x-named",
        "keep-alive",
    ] {
        assert_eq!(headers[gone], Value::Null, "{gone}");
    }
    assert_eq!(headers["x-kept"], "yes");
    assert_eq!(headers["x-forwarded-for"], "127.0.0.1");
    assert_eq!(
        format!(
            "http://{}",
            headers["x-forwarded-host"].as_str().expect("is said")
        ),
        page.base
    );
    assert_eq!(
        format!("http://{}", headers["host"].as_str().expect("is said")),
        api
    );
    let token = headers["authorization"].as_str().expect("is there");
    let claims = token
        .strip_prefix("Bearer ")
        .and_then(|token| token.split('.').nth(1));
    let claims = base64_json(claims.expect("is a JWT"));
    assert_eq!(
        (&claims["sub"], &claims["aud"]),
        (&json!("usr_8Zk3"), &json!("hallpass-api"))
    );
    for gone in ["set-cookie", "clear-site-data", "keep-alive"] {
        assert_eq!(answer.header(gone), "", "{gone}");
    }
    // Who may read an answer is this server's to say.
    assert_ne!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("x-own"), "kept");
    assert_eq!(answer.header("cache-control"), "no-store");
}

fn base64_json(text: &str) -> Value {
    use base64::Engine;
    let octets = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text);
    serde_json::from_slice(&octets.expect("is base64url")).expect("is JSON")
}

#[tokio::test]
async fn without_a_session_or_with_another_nothing_reaches_the_api() {
    let page = Browser::new(&demo(&["--proxy", &format!("/api={}", api().await)]).await);
    page.get("/api/x").await.is(401, "session_ended");
    page.sign_in(DEMO).await;
    let other = page
        .ask(Method::POST, "/api/x")
        .header("hallpass-session", "another");
    send(other).await.is(409, "session_mismatch");
    let unmarked = page
        .bare(Method::GET, "/api/x")
        .header("origin", &page.base);
    send(unmarked).await.is(403, "csrf");
    for method in [
        Method::TRACE,
        Method::from_bytes(b"PROPFIND").expect("is one"),
    ] {
        let status = send(page.ask(method.clone(), "/api/x")).await.status;
        assert!(matches!(status, 405 | 403), "{method}: {status}");
    }
    for path in [
        "/api/a%2f..%2fb",
        "/api/a%5cb",
        "/api//evil.example",
        "/api/x;y",
    ] {
        let status = page.get(path).await.status;
        assert!(matches!(status, 400 | 404), "{path}: {status}");
    }
}

#[tokio::test]
async fn a_redirect_is_handed_back_and_an_api_that_is_away_is_502() {
    let page = signed_in(&format!("/api={}", api().await)).await;
    let answer = page.get("/api/redirect").await;
    assert_eq!(answer.status, 302);
    assert_eq!(answer.header("location"), "http://127.0.0.1:1/elsewhere");
    let page = signed_in("/api=http://127.0.0.1:1").await;
    page.get("/api/x").await.is(502, "bad_gateway");
}

#[tokio::test]
async fn a_path_of_the_url_takes_the_place_of_the_prefix() {
    let page = signed_in(&format!("/backend={}/v1", api().await)).await;
    assert_eq!(page.get("/backend/a/b?c").await.json["target"], "/v1/a/b?c");
    // The demo's own API is still there.
    assert_eq!(page.get("/api/me").await.json["subject"], "usr_8Zk3");
}

#[tokio::test]
async fn bodies_are_passed_on_as_they_come() {
    let page = signed_in(&format!("/api={}", api().await)).await;
    let mut answer = page
        .ask(Method::GET, "/api/stream")
        .send()
        .await
        .expect("has a head");
    let first = tokio::time::timeout(Duration::from_secs(10), answer.chunk()).await;
    let first = first
        .expect("comes before the end, which never comes")
        .expect("is read");
    assert_eq!(first.as_deref(), Some(&b"first\n"[..]));
    let large = vec![b'x'; 3 << 20];
    let counted = send(page.ask(Method::POST, "/api/upload").body(large)).await;
    assert_eq!(counted.json, json!({ "count": 3 << 20, "framed": true }));
    let none = send(page.ask(Method::GET, "/api/upload")).await;
    assert_eq!(
        none.json,
        json!({ "count": 0, "framed": false }),
        "no body is no body"
    );
}

#[tokio::test]
async fn a_websocket_passes_for_a_page_of_this_origin_alone() {
    let page = Browser::new(&demo(&["--proxy", &format!("/api={}", socket_api().await)]).await);
    let cookies = page.sign_in(DEMO).await.cookie_header();
    let host = page.base.trim_start_matches("http://");
    let ask = async |origin: &str| {
        let mut stream = TcpStream::connect(host).await.expect("connects");
        let origin = if origin.is_empty() {
            String::new()
        } else {
            format!("origin: {origin}\r\n")
        };
        let request = format!(
            "GET /api/live HTTP/1.1\r\nhost: {host}\r\n{origin}cookie: {cookies}\r\n\
             connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("is sent");
        let head = head(&mut stream).await;
        (stream, head)
    };
    for foreign in ["", "http://evil.example", "null"] {
        let (_, head) = ask(foreign).await;
        assert!(head.starts_with("HTTP/1.1 403 "), "{foreign}: {head}");
    }
    let (mut stream, head) = ask(&page.base).await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    stream.write_all(b"both ways").await.expect("is sent");
    let mut back = [0; 9];
    stream.read_exact(&mut back).await.expect("comes back");
    assert_eq!(&back, b"both ways");
}
