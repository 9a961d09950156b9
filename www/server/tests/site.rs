//! The static files.

use std::fs;
use std::os::unix::fs::symlink;

use reqwest::Method;

use crate::harness::{Browser, DEMO, send, serve};
use crate::scratch::Scratch;

#[tokio::test]
async fn files_are_typed_revalidated_and_under_the_strict_policy() {
    let scratch = Scratch::new("site");
    let dir = scratch.dir();
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
}

#[tokio::test]
async fn dotfiles_and_links_that_lead_out_are_not_there() {
    let (scratch, outside) = (Scratch::new("site"), Scratch::new("outside"));
    let dir = scratch.dir();
    fs::write(outside.file("secret.txt"), "secret").expect("is written");
    fs::write(dir.join("index.html"), "<!doctype html>home").expect("is written");
    fs::write(dir.join("inside.txt"), "inside").expect("is written");
    for hidden in [
        ".env",
        ".git/config",
        "a/.htpasswd",
        ".well-known/security.txt",
    ] {
        let file = dir.join(hidden);
        fs::create_dir_all(file.parent().expect("has one")).expect("is made");
        fs::write(file, "secret").expect("is written");
    }
    symlink(outside.file("secret.txt"), dir.join("link.txt")).expect("is linked");
    symlink(outside.dir(), dir.join("folder")).expect("is linked");
    symlink(dir.join("inside.txt"), dir.join("own.txt")).expect("is linked");
    let page = Browser::new(&serve(&["--app", dir.to_str().expect("is text")]).await);
    for (path, status) in [
        ("/.env", 404),
        ("/%2eenv", 404),
        ("/.git/config", 404),
        ("/a/.htpasswd", 404),
        ("/link.txt", 404),
        ("/folder/secret.txt", 404),
        ("/folder%2fsecret.txt", 404),
        ("/.well-known/security.txt", 200),
        ("/own.txt", 200),
    ] {
        let answer = send(page.bare(Method::GET, path)).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(status == 200 || !answer.text.contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn what_is_nobody_s_secret_is_compressed_and_no_answer_of_the_session_is() {
    let scratch = Scratch::new("site");
    fs::write(scratch.file("app.js"), "export {};\n".repeat(1000)).expect("is written");
    let dir = scratch.dir().to_str().expect("is text");
    let page = Browser::new(&serve(&["--demo", "--app", dir]).await);
    for encoding in ["br", "gzip"] {
        let request = page
            .bare(Method::GET, "/app.js")
            .header("accept-encoding", encoding);
        let answer = request.send().await.expect("is answered");
        assert_eq!(answer.headers()["content-encoding"], encoding);
        assert!(answer.bytes().await.expect("comes").len() < 1000);
    }
    page.sign_in(DEMO).await;
    let request = page
        .ask(Method::GET, "/api/orders")
        .header("accept-encoding", "br, gzip");
    assert_eq!(send(request).await.header("content-encoding"), "");
}
