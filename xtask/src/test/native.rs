//! What needs no browser: formatting, lints, and every native test of the workspace.

use super::{features, outcome::Outcome};
use crate::{build::node_program, root, run::Job, server::TEST_KNOBS, setup};
use anyhow::Result;
use std::time::Duration;

const SUITE: &str = "native";
/// A build that optimises, on a busy machine.
const COLD: Duration = Duration::from_hours(1);
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
    let scripts = scripts()?;
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
    setup::databases()?;
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
    outcomes.extend(scripts);
    outcomes.extend(wasm);
    outcomes.push(Outcome::cargo(SUITE, "host", &tests));
    if full {
        let load = Job::cargo("a flood of sign-ins and 10,000 sessions, as the server is run")
            .args([
                "test",
                "--profile",
                "server",
                "--package",
                "hallpass-server",
            ])
            .args(["--test", "main", "--", "--nocapture", "flood", "resident"])
            .limit(COLD)
            .stream()?;
        outcomes.push(Outcome::cargo(SUITE, "load", &load));
        outcomes.push(deployed(&knobs)?);
        outcomes.extend(features::run()?);
    }
    Ok(outcomes)
}

/// The files that the server is deployed with, and the programs that read them.
fn deployed(features: &str) -> Result<Outcome> {
    setup::deployed()?;
    let tests = Job::cargo("nginx, Caddy and systemd, with the files of www/server/deploy")
        .args(["test", "--package", "hallpass-server", "--features"])
        .arg(features)
        .args(["--test", "main", "--", "--ignored", "deploy"])
        .stream()?;
    Ok(Outcome::cargo(SUITE, "deployed", &tests))
}

/// What ships in TypeScript: its types, its lints and its form.
fn scripts() -> Result<Vec<Outcome>> {
    setup::run(setup::Need::Package)?;
    let program = |name| node_program("pkg-template", name);
    let types = Job::new("tsc", program("tsc")?)
        .arg("--project")
        .arg(root::path("pkg-template"))
        .stream()?;
    let lints = Job::new("biome", program("biome")?)
        .args(["ci", "--error-on-warnings", "--no-errors-on-unmatched"])
        .dir(root::dir())
        .stream()?;
    Ok(vec![
        Outcome::check(SUITE, "tsc", &types),
        Outcome::check(SUITE, "biome", &lints),
    ])
}
