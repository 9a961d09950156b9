//! The log of the program: what it tells, what it never tells, and whom it never holds up (S10).

use std::io::{BufRead, BufReader, Read};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Browser, DEMO, send};
use crate::running::Running;

#[tokio::test]
async fn a_line_says_when_what_whose_which_request_and_from_where_and_no_secret() {
    let mut program = Running::start(&["--demo", "--strategy", "jwt"]);
    let page = Browser::new(&program.base);
    let wrong = json!({ "email": DEMO.0, "password": "a wrong guess" });
    page.post("/auth/login", wrong).await;
    let signed_in = page.sign_in(DEMO).await;
    let refreshed = page.post("/auth/refresh", json!({})).await;
    let foreign = page.bare(reqwest::Method::GET, "/auth/session?token=in-a-query");
    send(foreign.header("origin", "http://localhost:5173"))
        .await
        .is(403, "csrf");
    page.post("/auth/logout", json!({})).await;
    let mut log = String::new();
    let mut stderr = BufReader::new(program.child.stderr.take().expect("is piped"));
    // The last line of all, as the log has them in order.
    while !log.contains("\"ended\"") {
        stderr.read_line(&mut log).expect("is text");
    }

    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("is JSON"))
        .collect();
    let line = |event: &str| {
        let found = lines.iter().find(|line| line["message"] == event);
        found.unwrap_or_else(|| panic!("{event} is in {log}"))
    };
    let begun = line("signed_in");
    assert_eq!(begun["session"], signed_in.json["session"]);
    assert_eq!(begun["subject"], "usr_8Zk3");
    assert_eq!(begun["span"]["id"], signed_in.header("x-request-id"));
    assert_eq!(begun["span"]["address"], "127.0.0.1");
    assert_eq!(begun["span"]["path"], "/auth/login");
    assert!(
        begun["timestamp"]
            .as_str()
            .is_some_and(|time| time.contains('T'))
    );
    assert_eq!(
        line("refreshed")["span"]["id"],
        refreshed.header("x-request-id")
    );
    let why = line("csrf_refused")["why"].as_str().expect("says why");
    assert!(why.contains("X-CSRF"), "{why}");
    for event in ["sign_in_failed", "rotated", "ended"] {
        line(event);
    }

    let cookies = [signed_in.cookie_header(), refreshed.cookie_header()].join("; ");
    let secrets = cookies.split("; ").filter_map(|pair| pair.split_once('='));
    let secrets = secrets.map(|(_, secret)| secret);
    for secret in secrets.chain([DEMO.1, "a wrong guess", "in-a-query"]) {
        assert!(!log.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_log_that_is_not_read_or_gone_stops_no_request() {
    for gone in [false, true] {
        let mut program = Running::start(&["--demo"]);
        if gone {
            drop(program.child.stderr.take());
        }
        let page = Browser::new(&program.base);
        // More than a pipe holds: each is refused, and each refusal is a line.
        for _ in 0..600 {
            let asked = send(page.bare(reqwest::Method::GET, "/auth/session"));
            let answer = tokio::time::timeout(Duration::from_secs(10), asked).await;
            assert_eq!(answer.expect("is answered").status, 403);
        }
        assert_eq!(page.get("/auth/session").await.status, 200);
    }
}

#[tokio::test]
async fn it_can_be_turned_off() {
    let mut program = Running::start(&["--demo", "--log=off"]);
    Browser::new(&program.base).sign_in(DEMO).await;
    program.child.kill().expect("is killed");
    let mut log = String::new();
    let mut stderr = program.child.stderr.take().expect("is piped");
    stderr.read_to_string(&mut log).expect("is text");
    assert_eq!(log, "");
}
