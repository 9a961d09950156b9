//! The database file: who reads it, who waits for whom, and what a change from outside means.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use hallpass_server::accounts::Accounts;
use reqwest::Method;
use rusqlite::Connection;
use serde_json::json;

use crate::harness::{Browser, DEMO, send, serve};
use crate::scratch::Scratch;

const BOTH: [&str; 2] = ["session", "jwt"];

fn file() -> PathBuf {
    Scratch::new("store").file("db")
}

/// A server over a file, with the demo accounts, and somebody signed in.
async fn signed_in(file: &Path, strategy: &str) -> Browser {
    let db = file.to_str().expect("is text");
    let base = serve(&["--demo", "--db", db, "--strategy", strategy]).await;
    let page = Browser::new(&base);
    page.sign_in(DEMO).await;
    page
}

/// Another program at the same file, as careless about foreign keys as `sqlite3` is.
fn operator(file: &Path) -> Connection {
    let db = Connection::open(file).expect("opens");
    db.execute_batch("PRAGMA foreign_keys = OFF")
        .expect("is set");
    db
}

#[tokio::test]
async fn the_file_and_those_beside_it_are_readable_by_their_owner_alone() {
    let file = file();
    fs::write(&file, "").expect("is made");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("is opened up");
    signed_in(&file, "session").await;
    for suffix in ["", "-wal", "-shm"] {
        let path = format!("{}{suffix}", file.display());
        let mode = fs::metadata(&path).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{path}");
    }
}

#[tokio::test]
async fn while_another_program_writes_reads_go_on_and_writes_are_told_to_come_back() {
    for strategy in BOTH {
        let file = file();
        let page = signed_in(&file, strategy).await;
        let other = operator(&file);
        other.execute_batch("BEGIN IMMEDIATE").expect("locks");
        for path in ["/auth/session", "/api/me", "/api/orders"] {
            assert_eq!(page.get(path).await.status, 200, "{path}");
        }
        for path in ["/auth/refresh", "/auth/touch", "/auth/logout"] {
            let busy = page.post(path, json!({})).await;
            busy.is(503, "temporarily_unavailable");
            assert_eq!(busy.header("retry-after"), "1");
            assert!(busy.set_cookies().is_empty());
        }
        other.execute_batch("COMMIT").expect("lets go");
        assert_eq!(page.post("/auth/refresh", json!({})).await.status, 200);
    }
}

#[tokio::test]
async fn a_deleted_account_has_no_session() {
    for strategy in BOTH {
        let file = file();
        let page = signed_in(&file, strategy).await;
        operator(&file)
            .execute("DELETE FROM accounts WHERE email = ?1", [DEMO.0])
            .expect("is deleted");
        let seen = page.get("/auth/session").await;
        assert_eq!(seen.json, json!({ "authenticated": false }));
        for path in [
            "/auth/refresh",
            "/auth/touch",
            "/api/orders",
            "/api/transfer",
        ] {
            page.post(path, json!({ "item": "x" }))
                .await
                .is(401, "session_ended");
        }
        assert_eq!(page.post("/auth/logout", json!({})).await.status, 200);
        let again = json!({ "email": DEMO.0, "password": DEMO.1 });
        page.post("/auth/login", again)
            .await
            .is(401, "invalid_credentials");
    }
}

#[tokio::test]
async fn a_disabled_account_loses_its_sessions_at_once_and_enabling_revives_none() {
    for strategy in BOTH {
        let file = file();
        let page = signed_in(&file, strategy).await;
        let mut accounts = Accounts::open(&file).expect("opens");
        assert_eq!(accounts.set_disabled(DEMO.0, true).expect("is done"), 1);
        page.get("/api/me").await.is(401, "session_ended");
        let again = json!({ "email": DEMO.0, "password": DEMO.1 });
        page.post("/auth/login", again)
            .await
            .is(401, "invalid_credentials");
        accounts.set_disabled(DEMO.0, false).expect("is done");
        page.post("/auth/refresh", json!({}))
            .await
            .is(401, "session_ended");
        page.sign_in(DEMO).await;
    }
}

#[tokio::test]
async fn a_refresh_gives_no_more_than_the_sign_in_did_and_no_more_than_the_account_has() {
    for strategy in BOTH {
        let file = file();
        let page = signed_in(&file, strategy).await;
        let set = |scope: &str| {
            operator(&file)
                .execute("UPDATE accounts SET scope = ?1", [scope])
                .expect("is changed");
        };
        let refresh = async |body| page.post("/auth/refresh", body).await;
        set("profile orders:read orders:write transfers:write admin");
        let whole = refresh(json!({})).await.json["claims"]["scope"].clone();
        assert_eq!(whole, "profile orders:read orders:write transfers:write");
        refresh(json!({ "scope": "admin" }))
            .await
            .is(400, "invalid_scope");
        set("profile admin");
        assert_eq!(refresh(json!({})).await.json["claims"]["scope"], "profile");
        page.get("/api/orders").await.is(403, "insufficient_scope");
        // What is gone cannot be asked for, and comes back with the account's own.
        refresh(json!({ "scope": "orders:read" }))
            .await
            .is(400, "invalid_scope");
    }
}

#[tokio::test]
async fn sessions_outlive_the_server() {
    let file = file();
    let page = signed_in(&file, "session").await;
    let handle = page.get("/auth/session").await.handle();
    let cookie = page.sign_in(DEMO).await.cookie_header();
    let db = file.to_str().expect("is text");
    let later = Browser::new(&serve(&["--demo", "--db", db]).await);
    let request = later
        .ask(Method::GET, "/auth/session")
        .header("cookie", cookie);
    let seen = send(request).await;
    assert_eq!(seen.json["authenticated"], true);
    assert_ne!(seen.handle(), handle);
}

#[tokio::test]
async fn what_is_long_over_is_forgotten_without_anybody_signing_in() {
    let file = file();
    let page = signed_in(&file, "session").await;
    page.post("/auth/logout", json!({})).await;
    let db = operator(&file);
    db.execute("UPDATE sessions SET signed_in = 0, access_until = 0", [])
        .expect("is aged");
    serve(&["--demo", "--db", file.to_str().expect("is text")]).await;
    let count = || -> i64 {
        let count = db.query_row("SELECT count(*) FROM sessions", [], |row| row.get(0));
        count.expect("is counted")
    };
    // The purge tells nobody when it is done.
    for _ in 0..500 {
        if count() == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("a session that is over for years is still there");
}

#[tokio::test]
async fn claims_that_no_cookie_holds_are_refused_at_sign_in_and_nothing_is_begun() {
    let file = file();
    let page = signed_in(&file, "jwt").await;
    let db = operator(&file);
    let sessions = || -> i64 {
        let count = db.query_row("SELECT count(*) FROM sessions", [], |row| row.get(0));
        count.expect("is counted")
    };
    db.execute("UPDATE accounts SET roles = ?1", ["role ".repeat(900)])
        .expect("grows");
    let before = sessions();
    let stranger = Browser::new(&page.base);
    let body = json!({ "email": DEMO.0, "password": DEMO.1 });
    let refused = stranger.post("/auth/login", body).await;
    refused.is(500, "server_error");
    assert!(refused.text.contains("more claims than a cookie can hold"));
    assert!(refused.set_cookies().is_empty());
    assert_eq!(sessions(), before);
    // A session that lives when the account grows keeps the token it has.
    page.post("/auth/refresh", json!({}))
        .await
        .is(500, "server_error");
    db.execute("UPDATE accounts SET roles = 'customer'", [])
        .expect("shrinks");
    assert_eq!(page.post("/auth/refresh", json!({})).await.status, 200);
}

#[tokio::test]
async fn a_clock_set_back_while_the_server_was_down_lengthens_no_session() {
    let file = file();
    let page = signed_in(&file, "session").await;
    let cookies = page.sign_in(DEMO).await.cookie_header();
    // As if all of this had happened an hour later than the clock says now.
    operator(&file)
        .execute_batch(
            "UPDATE sessions SET signed_in = signed_in + 3600000,
             access_until = access_until + 3600000, idle_until = idle_until + 3600000,
             absolute_until = absolute_until + 3600000",
        )
        .expect("is moved");
    let db = file.to_str().expect("is text");
    let later = Browser::new(&serve(&["--demo", "--db", db]).await);
    let seen = later
        .ask(Method::GET, "/auth/session")
        .header("cookie", cookies);
    let seen = send(seen).await;
    for (limit, most) in [("expires_in", 300.0), ("idle_expires_in", 1800.0)] {
        let left = seen.json[limit].as_f64().expect("is limited");
        assert!((0.0..=most).contains(&left), "{limit}: {left}");
    }
}
