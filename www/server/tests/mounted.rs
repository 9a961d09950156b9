//! The server within another application: its example, as it is run.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use reqwest::Method;
use serde_json::json;

use crate::harness::{Browser, DEMO, SECOND, send};

/// The running example, killed when the test is through with it.
struct Example(Child);

impl Drop for Example {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where cargo puts examples: beside the program.
fn example() -> PathBuf {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_hallpass-server"));
    program.with_file_name("examples").join("mounted")
}

fn start() -> (Example, String) {
    let mut child = Command::new(example())
        .args(["--demo", "--addr", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let stdout = child.stdout.take().expect("is piped");
    let first = BufReader::new(stdout)
        .lines()
        .next()
        .expect("says where")
        .expect("is text");
    let base = first
        .strip_prefix("listening on ")
        .expect("says where")
        .to_owned();
    (Example(child), base)
}

#[tokio::test]
async fn its_routes_are_there_and_the_application_s_own_know_who_asks() {
    let (_example, base) = start();
    let page = Browser::new(&base);
    page.get("/reports").await.is(401, "session_ended");
    page.sign_in(DEMO).await;
    assert_eq!(page.get("/reports").await.text, "reports for usr_8Zk3");
    assert_eq!(page.get("/reports/secret").await.text, "the secret report");
    let foreign = page
        .bare(Method::GET, "/reports")
        .header("origin", "http://evil.example");
    send(foreign).await.is(403, "csrf");
    let other = page
        .ask(Method::GET, "/reports")
        .header("hallpass-session", "another");
    send(other).await.is(409, "session_mismatch");
    assert_eq!(
        page.get("/reports").await.header("cache-control"),
        "no-store"
    );
    assert_eq!(page.get("/nowhere").await.status, 404);
    page.sign_in(SECOND).await;
    assert_eq!(page.get("/reports/secret").await.status, 403);
    page.post("/auth/logout", json!({})).await;
    page.get("/reports").await.is(401, "session_ended");
}
