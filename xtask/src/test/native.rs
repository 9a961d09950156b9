//! What needs no browser: formatting, lints, and every native test of the workspace.

use super::{features, outcome::Outcome};
use crate::{run::Job, server::TEST_KNOBS};
use anyhow::Result;

const SUITE: &str = "native";
/// What the crate is built with in a browser: each feature alone, and all that go together. Every
/// combination there is takes `--full`.
const FEATURES: [&str; 8] = [
    "",
    "npm",
    "presets",
    "session",
    "gloo",
    "console_error_panic_hook,gloo,npm",
    "gloo,jwt",
    "npm-jwt",
];

pub(crate) fn run(full: bool) -> Result<Vec<Outcome>> {
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
    let mut wasm = Vec::new();
    for features in FEATURES {
        let label = format!("clippy, wasm32, {features}");
        let linted = Job::cargo(&label)
            .args(["clippy", "--package", "hallpass", "--no-default-features"])
            .args(["--features", features])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--", "--deny", "warnings"])
            .stream()?;
        wasm.push(Outcome::check(SUITE, &label, &linted));
    }
    let tests = Job::cargo("cargo test")
        .args([
            "test",
            "--workspace",
            "--features",
            &knobs,
            "--no-fail-fast",
        ])
        .stream()?;
    let mut outcomes = vec![
        Outcome::check(SUITE, "rustfmt", &format),
        Outcome::check(SUITE, "clippy host", &host),
    ];
    outcomes.extend(wasm);
    outcomes.push(Outcome::cargo(SUITE, "host", &tests));
    if full {
        outcomes.extend(features::run()?);
    }
    Ok(outcomes)
}
