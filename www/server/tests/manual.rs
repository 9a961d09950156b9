//! What docs/server.md says of answers, an answer says too.

use std::process::Command;

use serde_json::Value;

use crate::harness::serve;
use crate::scratch::Scratch;

const MANUAL: &str = include_str!("../../../docs/server.md");

/// The fenced blocks of a language that contain a text.
fn block(language: &str, with: &str) -> String {
    let fence = format!("```{language}\n");
    let mut blocks = MANUAL.split(&fence).skip(1);
    let found = blocks.find_map(|rest| {
        let block = rest.split("```").next().unwrap_or_default();
        block.contains(with).then(|| block.to_owned())
    });
    found.unwrap_or_else(|| panic!("the manual has a {language} block with {with}"))
}

/// Runs a command of the manual against a server of its own.
async fn run(command: String, base: &str, dir: &Scratch) -> String {
    let command = command.replace("http://127.0.0.1:8080", base);
    let dir = dir.dir().to_owned();
    let run = move || {
        let out = Command::new("sh")
            .args(["-euc", &command])
            .current_dir(dir)
            .output();
        String::from_utf8(out.expect("sh runs").stdout).expect("is text")
    };
    tokio::task::spawn_blocking(run).await.expect("runs")
}

#[tokio::test]
async fn curl_signs_in_reads_and_signs_out_as_written() {
    let (base, dir) = (serve(&["--demo"]).await, Scratch::new("manual"));
    let said = run(block("sh", "curl "), &base, &dir).await;
    let answers: Vec<Value> = serde_json::Deserializer::from_str(&said)
        .into_iter()
        .collect::<Result<_, _>>()
        .expect("are four answers");
    let [signed_in, seen, orders, out] = &answers[..] else {
        panic!("four answers: {said}")
    };
    assert_eq!(orders["orders"].as_array().map(Vec::len), Some(3));
    assert_eq!(*out, serde_json::json!({}));

    let mut written: Value =
        serde_json::from_str(&block("json", "absolute_expires_in")).expect("is JSON");
    written["session"] = signed_in["session"].clone();
    assert_eq!(*signed_in, written);
    assert_eq!(seen["session"], written["session"]);
}

#[tokio::test]
async fn a_refused_origin_reads_what_is_written() {
    let (base, dir) = (serve(&["--demo"]).await, Scratch::new("manual"));
    let curl = "curl --header 'X-CSRF: 1' --header 'Origin: http://localhost:5173' \
                http://127.0.0.1:8080/auth/session";
    let said = run(curl.to_owned(), &base, &dir).await;
    let written = block("json", "error_description").replace("http://127.0.0.1:8080", &base);
    let (said, written): (Value, Value) = (
        serde_json::from_str(&said).expect("is JSON"),
        serde_json::from_str(&written).expect("is JSON"),
    );
    assert_eq!(said, written);
}
