//! How the program ends, and how it deals with those who send slowly or not at all.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::Browser;
use crate::running::Running;

/// A request that needs 2 more octets of its body; the program has begun to wait for them.
fn half_sent(program: &Running) -> TcpStream {
    let host = program.base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("connects");
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("is set");
    let head = format!(
        "POST /auth/logout HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\nx-csrf: 1\r\n\
         content-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n",
        program.base
    );
    stream.write_all(head.as_bytes()).expect("is sent");
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("is told to go on");
    assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"));
    stream
}

fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("is text");
    answer
}

/// Waits until a connection without a request is closed: the system does that, by a reset, where the program has
/// not come to accept it.
fn wait_for_the_end(mut unused: TcpStream) {
    match unused.read(&mut [0]) {
        Ok(read) => assert_eq!(read, 0),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
}

#[test]
fn told_to_stop_it_answers_what_is_under_way_and_ends_well() {
    for signal in ["TERM", "INT"] {
        let mut program = Running::start(&["--demo"]);
        let mut under_way = half_sent(&program);
        let idle = TcpStream::connect(program.base.trim_start_matches("http://"));
        let pid = program.child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &pid]).status();
        assert!(sent.expect("kill runs").success());
        // It has stopped listening once this connection is closed, which nobody uses.
        wait_for_the_end(idle.expect("connects"));
        under_way.write_all(b"{}").expect("is sent");
        let answer = rest(under_way);
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert!(answer.ends_with("{}"), "{answer}");
        assert!(program.child.wait().expect("ends").success(), "{signal}");
    }
}

#[tokio::test]
async fn requests_that_never_come_whole_keep_nobody_else_out_and_are_given_up() {
    let program = Running::start(&["--demo", "--request-timeout", "1"]);
    let host = program.base.trim_start_matches("http://").to_owned();
    let mut heads: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = TcpStream::connect(&host).expect("connects");
            stream
                .write_all(b"GET /auth/session HTTP/1.1\r\nhost:")
                .expect("is sent");
            stream
                .set_read_timeout(Some(Duration::from_secs(20)))
                .expect("is set");
            stream
        })
        .collect();
    let body = half_sent(&program);
    let asked = Instant::now();
    assert_eq!(
        Browser::new(&program.base)
            .get("/auth/session")
            .await
            .status,
        200
    );
    assert!(asked.elapsed() < Duration::from_secs(5));
    let given_up = rest(body);
    assert!(given_up.starts_with("HTTP/1.1 408 "), "{given_up}");
    assert!(
        given_up.contains(r#"{"error":"request_timeout""#),
        "{given_up}"
    );
    for head in &mut heads {
        let mut answer = Vec::new();
        head.read_to_end(&mut answer).expect("is closed");
    }
}

#[tokio::test]
async fn a_body_larger_than_any_the_contract_has_is_refused() {
    let program = Running::start(&["--demo"]);
    let page = Browser::new(&program.base);
    let body = json!({ "email": "a@example.com", "password": "x".repeat(70_000) });
    for path in ["/auth/login", "/auth/refresh", "/auth/logout"] {
        page.post(path, body.clone())
            .await
            .is(413, "invalid_request");
    }
}
