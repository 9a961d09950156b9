//! What needs no browser: formatting, lints, and every native test of the workspace.

use super::outcome::Outcome;
use crate::{run::Job, server::TEST_KNOBS};
use anyhow::Result;

const SUITE: &str = "native";

pub(crate) fn run() -> Result<Vec<Outcome>> {
    let knobs = format!("hallpass-server/{TEST_KNOBS}");
    let format = Job::cargo("rustfmt")
        .args(["fmt", "--all", "--check"])
        .stream()?;
    let host = Job::cargo("clippy, host")
        .args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            &knobs,
        ])
        .args(["--", "--deny", "warnings"])
        .stream()?;
    let wasm = Job::cargo("clippy, wasm32")
        .args(["clippy", "--package", "hallpass", "--features", "npm"])
        .args([
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "--deny",
            "warnings",
        ])
        .stream()?;
    let tests = Job::cargo("cargo test")
        .args([
            "test",
            "--workspace",
            "--features",
            &knobs,
            "--no-fail-fast",
        ])
        .stream()?;
    Ok(vec![
        Outcome::check(SUITE, "rustfmt", &format),
        Outcome::check(SUITE, "clippy host", &host),
        Outcome::check(SUITE, "clippy wasm32", &wasm),
        Outcome::cargo(SUITE, "host", &tests),
    ])
}
