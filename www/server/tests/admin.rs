//! What an operator's machinery asks: alive, ready, metrics; on an address of its own.

use std::process::Command;

use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, Browser, DEMO, send};
use crate::running::Running;
use crate::scratch::Scratch;

/// Starts the program with `--admin`, and tells where that is.
fn start(arguments: &[&str]) -> (Running, String) {
    let admin = ["--demo", "--log=off", "--admin", "127.0.0.1:0"];
    let mut program = Running::start(&[&admin, arguments].concat());
    let line = program.lines.next().expect("says more").expect("is text");
    let admin = line
        .strip_prefix("admin on ")
        .expect("says where")
        .to_owned();
    (program, admin)
}

async fn get(base: &str, path: &str) -> Answer {
    send(Browser::new(base).bare(Method::GET, path)).await
}

/// The value of the one series whose line begins so.
fn value(metrics: &str, series: &str) -> f64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(series));
    let value = line.unwrap_or_else(|| panic!("no {series} in {metrics}"));
    value.trim().parse().expect("is a number")
}

#[tokio::test]
async fn it_says_that_it_lives_and_is_ready_and_browsers_do_not_reach_it() {
    let (program, admin) = start(&[]);
    for (path, text) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let answer = get(&admin, path).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, text));
        assert_eq!(answer.header("cache-control"), "no-store");
        let outside = get(&program.base, path).await;
        assert_ne!(
            outside.text, text,
            "{path} is not on the address of the pages"
        );
    }
    assert_eq!(get(&admin, "/auth/session").await.status, 404);
}

#[tokio::test]
async fn metrics_count_events_requests_and_sessions_and_name_nobody() {
    let (program, admin) = start(&["--strategy", "jwt"]);
    let page = Browser::new(&program.base);
    let wrong = json!({ "email": DEMO.0, "password": "a wrong guess" });
    page.post("/auth/login", wrong).await;
    let signed_in = page.sign_in(DEMO).await;
    page.post("/auth/refresh", json!({})).await;
    page.get("/nowhere/at/all/1").await;
    let said = get(&admin, "/metrics").await;
    assert!(
        said.header("content-type")
            .starts_with("application/openmetrics-text")
    );
    let metrics = said.text.as_str();
    for (series, expected) in [
        ("hallpass_events_total{event=\"signed_in\"}", 1.0),
        ("hallpass_events_total{event=\"sign_in_failed\"}", 1.0),
        ("hallpass_events_total{event=\"rotated\"}", 1.0),
        (
            "hallpass_requests_total{route=\"/auth/login\",status=\"401\"}",
            1.0,
        ),
        (
            "hallpass_requests_total{route=\"/auth/login\",status=\"200\"}",
            1.0,
        ),
        (
            "hallpass_request_seconds_count{route=\"/auth/refresh\"}",
            1.0,
        ),
        (
            "hallpass_requests_total{route=\"other\",status=\"200\"}",
            1.0,
        ),
        ("hallpass_sessions", 1.0),
    ] {
        let found = value(metrics, series);
        assert!((found - expected).abs() < f64::EPSILON, "{series}: {found}");
    }
    assert!(metrics.ends_with("# EOF\n"));
    let handle = signed_in.handle();
    for secret in [DEMO.0, "usr_8Zk3", &handle, "nowhere"] {
        assert!(!metrics.contains(secret), "{secret}");
    }
    page.post("/auth/logout", json!({})).await;
    let later = get(&admin, "/metrics").await.text;
    assert!(value(&later, "hallpass_sessions").abs() < f64::EPSILON);
}

#[tokio::test]
async fn it_is_not_ready_when_the_store_is_gone_and_alive_all_the_same() {
    let file = Scratch::new("admin").file("db");
    let (_program, admin) = start(&["--db", file.to_str().expect("is text")]);
    assert_eq!(get(&admin, "/readyz").await.status, 200);
    let db = rusqlite::Connection::open(&file).expect("opens");
    db.execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE secrets; DROP TABLE sessions")
        .expect("is gone");
    assert_eq!(get(&admin, "/readyz").await.status, 503);
    assert_eq!(get(&admin, "/metrics").await.status, 500);
    assert_eq!(get(&admin, "/healthz").await.status, 200);
}

#[test]
fn an_address_that_cannot_be_is_one_line() {
    for (admin, what) in [
        ("nowhere", "--admin nowhere: not an address"),
        (
            "127.0.0.1:18443",
            "--admin 127.0.0.1:18443: is the address of --addr",
        ),
    ] {
        let out = Command::new(env!("CARGO_BIN_EXE_hallpass-server"))
            .args(["--addr", "127.0.0.1:18443", "--admin", admin])
            .output()
            .expect("runs");
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(1), "{said}");
        assert!(
            said.starts_with(&format!("hallpass-server: {what}")),
            "{said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
