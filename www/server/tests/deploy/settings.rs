//! The settings of the unit and of the image: the server starts with them, and ends as they expect.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use serde_json::json;

use super::adapted;
use crate::harness::Browser;
use crate::running::Running;
use crate::scratch::Scratch;

const UNIT: &str = include_str!("../../deploy/hallpass-server.service");
const IMAGE: &str = include_str!("../../deploy/Dockerfile");
/// Where both keep their state.
const STATE: &str = "/var/lib/hallpass";

/// The settings of the environment that a file has.
fn environment(text: &str) -> Vec<(String, String)> {
    let words = text.split_whitespace();
    let words = words.filter_map(|word| word.trim_start_matches("Environment=").split_once('='));
    words
        .filter(|(name, _)| name.starts_with("HALLPASS_"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

async fn starts_and_ends(text: &str) {
    let dir = Scratch::new("deployed");
    let own = dir.dir().to_str().expect("is text");
    let text = adapted(text, &[(STATE, own), (":8080", ":0"), (":9090", ":0")]);
    // On the loopback: the test has no other machine to do with.
    let text = text.replace("=0.0.0.0:", "=127.0.0.1:");
    let environment = environment(&text);
    assert_eq!(environment.len(), 4, "{environment:?}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_hallpass-server"));
    command.envs(environment);
    command.env("HALLPASS_PUBLIC_ORIGIN", "https://app.example");
    let mut program = Running::of(command);
    let read = Browser::new(&program.base)
        .bare(reqwest::Method::GET, "/auth/session")
        .header("x-csrf", "1");
    let read = crate::harness::send(read).await;
    assert_eq!(read.json, json!({ "authenticated": false }));
    for kept in ["db", "keys"] {
        let mode = fs::metadata(dir.file(kept)).expect(kept).permissions();
        assert_eq!(mode.mode() & 0o077, 0, "{kept} is for the server alone");
    }
    let id = program.child.id().to_string();
    let told = Command::new("kill").args(["-s", "TERM", &id]).status();
    assert!(told.expect("kill runs").success());
    assert!(program.child.wait().expect("ends").success());
}

#[tokio::test]
async fn the_server_starts_with_the_settings_of_the_unit_and_ends_when_told_to() {
    starts_and_ends(UNIT).await;
}

#[tokio::test]
async fn the_server_starts_with_the_settings_of_the_image_and_ends_when_told_to() {
    starts_and_ends(IMAGE).await;
    // What it is built by is what the manual builds it by.
    let manual = include_str!("../../../../docs/server.md");
    let built = "--profile server --package hallpass-server";
    assert!(IMAGE.contains(built) && manual.contains(built));
}

#[test]
#[ignore = "needs systemd-analyze: `cargo xtask test --only native --full`"]
fn systemd_knows_each_setting_of_the_unit() {
    let dir = Scratch::new("unit");
    let verify = |name: &str, text: &str| {
        let file = dir.file(name);
        fs::write(&file, text).expect("is written");
        let said = Command::new("systemd-analyze")
            .arg("verify")
            .arg(&file)
            .stdin(Stdio::null())
            .output()
            .expect("systemd-analyze is installed");
        // It tells of other units too.
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        let own = said.lines().filter(|line| line.contains(name));
        own.collect::<Vec<_>>().join("\n")
    };
    let program = env!("CARGO_BIN_EXE_hallpass-server");
    let unit = adapted(UNIT, &[("/usr/local/bin/hallpass-server", program)]);
    assert_eq!(verify("hallpass-server.service", &unit), "");
    let odd = unit.replace("ProtectHome", "ProtectHouse");
    assert!(verify("odd.service", &odd).contains("ProtectHouse"));
}
