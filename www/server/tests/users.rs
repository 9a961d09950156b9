//! `hallpass-server user`: accounts beside a server that runs.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::json;

use crate::harness::{Browser, serve};
use crate::scratch::Scratch;

const ADA: (&str, &str) = ("ada@example.com", "analytical engine");

/// Runs an errand with a password on its input.
fn user(db: &Path, arguments: &[&str], password: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hallpass-server"))
        .arg("user")
        .args(arguments)
        .arg("--db")
        .arg(db)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut input = child.stdin.take().expect("is piped");
    // An errand that asks for no password may be gone already.
    let _ = writeln!(input, "{password}");
    drop(input);
    child.wait_with_output().expect("ends")
}

fn said(db: &Path, arguments: &[&str], password: &str) -> String {
    let out = user(db, arguments, password);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).expect("is text")
}

fn refused(db: &Path, arguments: &[&str], password: &str) -> String {
    let out = user(db, arguments, password);
    assert_eq!(out.status.code(), Some(1));
    String::from_utf8(out.stderr).expect("is text")
}

#[tokio::test]
async fn an_account_is_added_listed_disabled_and_given_another_password_while_the_server_runs() {
    let db = Scratch::new("users").file("db");
    let base = serve(&["--db", db.to_str().expect("is text")]).await;
    let page = Browser::new(&base);
    let login = async |password: &str| {
        let body = json!({ "email": ADA.0, "password": password });
        page.post("/auth/login", body).await.status
    };
    assert_eq!(login(ADA.1).await, 401);
    said(
        &db,
        &["add", ADA.0, "--name", "Ada", "--tenant", "acme"],
        ADA.1,
    );
    let seen = page.sign_in(ADA).await.json;
    assert_eq!(seen["claims"]["name"], "Ada");
    assert_eq!(seen["claims"]["tenant"], "acme");
    let listed = said(&db, &["list"], "");
    let subject = seen["subject"].as_str().expect("has a subject");
    assert_eq!(
        listed,
        format!("{}\t{subject}\tenabled\tcustomer\tAda\n", ADA.0)
    );

    let living = said(&db, &["sessions", ADA.0], "");
    assert!(living.starts_with(seen["session"].as_str().expect("has a handle")));
    assert_eq!(said(&db, &["end", ADA.0], ""), "done; 1 session ended\n");
    page.get("/api/me").await.is(401, "session_ended");
    assert_eq!(said(&db, &["sessions", ADA.0], ""), "");

    page.sign_in(ADA).await;
    said(&db, &["password", ADA.0], "difference engine");
    page.get("/api/me").await.is(401, "session_ended");
    assert_eq!(login(ADA.1).await, 401);
    assert_eq!(login("difference engine").await, 200);

    said(&db, &["disable", ADA.0], "");
    assert!(said(&db, &["list"], "").contains("\tdisabled\t"));
    assert_eq!(login("difference engine").await, 401);
    said(&db, &["enable", ADA.0], "");
    assert_eq!(login("difference engine").await, 200);
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let db = Scratch::new("users").file("db");
    said(&db, &["add", ADA.0], ADA.1);
    for (arguments, password, words) in [
        (
            &["add", "ADA@example.com"][..],
            ADA.1,
            "there is an account with this email address",
        ),
        (&["add", "nobody"], ADA.1, "not an email address"),
        (
            &["add", "x@example.com"],
            "short",
            "the password has 5 characters",
        ),
        (
            &["add", "x@example.com", "--roles", &"r".repeat(3000)],
            ADA.1,
            "3061 bytes together",
        ),
        (
            &["disable", "x@example.com"],
            "",
            "there is no account with this email address",
        ),
        (
            &["end", "x@example.com"],
            "",
            "there is no account with this email address",
        ),
    ] {
        let text = refused(&db, arguments, password);
        for part in [words, "expected:", "do:"] {
            assert!(text.contains(part), "{arguments:?}: {text}");
        }
    }
    let missing = Scratch::new("users").file("none/db");
    assert!(refused(&missing, &["list"], "").contains("the database failed"));
}
