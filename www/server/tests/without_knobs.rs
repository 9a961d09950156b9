//! Without `--test-knobs` there are no knobs, whatever was compiled.

use reqwest::Method;

use crate::harness::{Browser, send, serve};

#[tokio::test]
async fn nothing_under_test_does_anything() {
    let page = Browser::new(&serve(&[]).await);
    for path in ["config", "tokens", "stats", "reset", "kill", "clock"] {
        let shown = page.get(&format!("/test/{path}")).await;
        assert!(
            shown.text.contains("hallpass-server"),
            "the ordinary fallback: {path}"
        );
    }
}

#[tokio::test]
async fn no_other_origin_is_allowed_in() {
    let page = Browser::new(&serve(&[]).await);
    for method in [Method::OPTIONS, Method::GET] {
        let request = page.bare(method, "/auth/session").header("x-csrf", "1");
        let request = request.header("origin", "http://127.0.0.1:1");
        let answer = send(request.header("access-control-request-method", "GET")).await;
        assert!(answer.headers.get("access-control-allow-origin").is_none());
        assert_eq!(answer.status, 403);
    }
}
