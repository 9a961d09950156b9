//! The static files.

use std::fs;

use crate::harness::{Browser, send, serve};
use reqwest::Method;

#[tokio::test]
async fn files_are_typed_revalidated_and_under_the_strict_policy() {
    let dir = std::env::temp_dir().join(format!("hallpass-site-{}", std::process::id()));
    fs::create_dir_all(&dir).expect("is created");
    fs::write(dir.join("index.html"), "<!doctype html>home").expect("is written");
    fs::write(dir.join("session.wasm"), b"\0asm\x01\0\0\0").expect("is written");
    fs::write(dir.join("app.js"), "export {}").expect("is written");
    let page = Browser::new(&serve(&["--app", dir.to_str().expect("is text")]).await);
    for (path, status, kind) in [
        ("/", 200, "text/html"),
        ("/session.wasm", 200, "application/wasm"),
        ("/app.js", 200, "text/javascript"),
        ("/orders/17", 200, "text/html"),
        ("/missing.js", 404, ""),
        ("/../Cargo.toml", 404, ""),
        ("/%2e%2e/Cargo.toml", 404, ""),
    ] {
        let answer = send(page.bare(Method::GET, path)).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (status, kind),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let csp = answer.header("content-security-policy");
        assert!(csp.contains("script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"));
        assert!(csp.contains("require-trusted-types-for 'script'"));
    }
    assert_eq!(page.get("/auth/nothing").await.status, 404);
    assert_eq!(page.get("/api/nothing").await.status, 404);
    fs::remove_dir_all(&dir).expect("is removed");
}
