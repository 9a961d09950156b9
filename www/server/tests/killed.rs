//! Killed at any moment of a refresh, and started again: nobody is signed out (S8).

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use reqwest::Method;
use rusqlite::Connection;
use serde_json::json;

use crate::harness::{Answer, Browser, DEMO, send};
use crate::running::Running;

const KILLS: usize = 4;

fn start(strategy: &str, db: &Path, keys: &Path) -> Running {
    let [db, keys] = [db, keys].map(|path| path.to_str().expect("is text"));
    let files = ["--db", db, "--key-file", keys];
    Running::start(&[&["--demo", "--log=off", "--strategy", strategy], &files[..]].concat())
}

async fn refresh(base: &str, cookies: &str) -> Option<Answer> {
    let stranger = Browser::new(base);
    let request = stranger
        .ask(Method::POST, "/auth/refresh")
        .header("cookie", cookies);
    Some(Answer::read(request.json(&json!({})).send().await.ok()?).await)
}

#[tokio::test]
async fn what_the_browser_holds_still_opens_its_session() {
    for strategy in ["session", "jwt"] {
        let dir = crate::scratch::Scratch::new("killed");
        let (db, keys) = (dir.file("db"), dir.file("keys"));
        let mut program = start(strategy, &db, &keys);
        let signed_in = Browser::new(&program.base).sign_in(DEMO).await;
        let handle = signed_in.handle();
        let mut held = signed_in.cookie_header();
        for kill in 0..KILLS {
            let mut asked: FuturesUnordered<_> =
                (0..12).map(|_| refresh(&program.base, &held)).collect();
            // After none, one, two … answers: the others are anywhere between head and commit.
            let mut arrived = Vec::new();
            while arrived.len() < kill
                && let Some(answer) = asked.next().await
            {
                arrived.extend(answer);
            }
            program.child.kill().expect("is killed");
            drop(asked);
            drop(program);
            let sound: String = Connection::open(&db)
                .and_then(|db| db.query_row("PRAGMA integrity_check", [], |row| row.get(0)))
                .expect("is a database");
            assert_eq!(sound, "ok");

            program = start(strategy, &db, &keys);
            if let Some(last) = arrived.last()
                && !last.set_cookies().is_empty()
            {
                held = last.cookie_header();
            }
            let again = refresh(&program.base, &held).await.expect("is answered");
            assert_eq!(again.status, 200, "{strategy}, kill {kill}: {}", again.text);
            assert_eq!(again.handle(), handle);
            if !again.set_cookies().is_empty() {
                held = again.cookie_header();
            }
            let seen = Browser::new(&program.base);
            let seen = send(seen.ask(Method::GET, "/api/me").header("cookie", &held)).await;
            assert_eq!(seen.json["subject"], "usr_8Zk3");
        }
    }
}

/// What `SQLite` writes for a page of its write-ahead log: a head, then the page.
const FRAME: [u64; 2] = [24, 4096];
/// The signal for a file that would grow beyond its limit.
const SIGXFSZ: i32 = 25;

/// Lets no file of a running program grow beyond a size: the write that would do so ends it.
fn limit(program: &Running, size: u64) {
    let pid = program.child.id().to_string();
    let set = Command::new("prlimit")
        .args(["--pid", &pid, &format!("--fsize={size}")])
        .status();
    assert!(set.expect("prlimit runs").success());
}

/// The size of the log, to which every write of a transaction is appended.
fn log_size(db: &Path) -> u64 {
    let log = format!("{}-wal", db.display());
    fs::metadata(log).expect("is there").len()
}

#[tokio::test]
async fn killed_at_every_write_of_a_refresh_it_goes_on_with_the_same_session() {
    for strategy in ["session", "jwt"] {
        let dir = crate::scratch::Scratch::new("writes");
        let (db, keys) = (dir.file("db"), dir.file("keys"));
        let mut program = start(strategy, &db, &keys);
        let signed_in = Browser::new(&program.base).sign_in(DEMO).await;
        let mut held = signed_in.cookie_header();
        let before = log_size(&db);
        let whole = refresh(&program.base, &held).await.expect("is answered");
        if !whole.set_cookies().is_empty() {
            held = whole.cookie_header();
        }
        let pages = (log_size(&db) - before) / FRAME.iter().sum::<u64>();
        assert!(pages > 0, "a refresh is written");
        let mut killed = 0;
        for write in 0..2 * pages {
            // At the beginning of this write, and within it.
            for within in [0, 11] {
                let done = write / 2 * FRAME.iter().sum::<u64>() + write % 2 * FRAME[0];
                limit(&program, log_size(&db) + done + within);
                let answer = refresh(&program.base, &held).await;
                if answer.is_none() {
                    let status = program.child.wait().expect("has ended");
                    assert_eq!(status.signal(), Some(SIGXFSZ), "{status}");
                    killed += 1;
                }
                drop(program);
                program = start(strategy, &db, &keys);
                let again = refresh(&program.base, &held).await.expect("is answered");
                assert_eq!(
                    again.status, 200,
                    "{strategy}, write {write}: {}",
                    again.text
                );
                assert_eq!(again.handle(), signed_in.handle());
                if !again.set_cookies().is_empty() {
                    held = again.cookie_header();
                }
            }
        }
        // A refresh may write a page less than the one that was measured.
        assert!(
            killed >= 2 * pages,
            "{killed} of {} writes killed it",
            4 * pages
        );
    }
}
