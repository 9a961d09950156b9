//! Every combination of the crate's features, on both targets; the oldest compiler that the crate promises; what its
//! dependencies may be; and the crate as it would be published.

use super::outcome::Outcome;
use crate::{root, run::Job, setup};
use anyhow::{Context, Result};
use std::fs;

const SUITE: &str = "native";
const BROWSER: &[&str] = &["--target", "wasm32-unknown-unknown"];
/// The planted bugs are for tests on the host alone.
const COMBINATIONS: [(&str, &[&str], &str); 2] = [
    ("features, host", &[], "default"),
    ("features, wasm32", BROWSER, "default,planted-bugs"),
];

pub(crate) fn run() -> Result<Vec<Outcome>> {
    let path = setup::cargo_commands()?;
    let mut outcomes = Vec::new();
    for (label, target, excluded) in COMBINATIONS {
        let linted = Job::cargo(label)
            .env("PATH", &path)
            .args(["hack", "clippy", "--package", "hallpass", "--lib"])
            .args(["--feature-powerset", "--exclude-features", excluded])
            .arg("--keep-going")
            .args(target)
            .args(["--", "--deny", "warnings"])
            .stream()?;
        outcomes.push(Outcome::check(SUITE, label, &linted));
    }
    let label = "cargo deny";
    let judged = Job::cargo(label)
        .env("PATH", &path)
        .args(["deny", "--locked", "check", "licenses", "bans", "sources"])
        .stream()?;
    outcomes.push(Outcome::check(SUITE, label, &judged));
    let oldest = oldest()?;
    setup::toolchain(&oldest)?;
    let label = format!("rust {oldest}");
    let compiled = Job::new(&label, "rustup")
        .args(["run", &oldest, "cargo", "check", "--package", "hallpass"])
        .args(["--features", "console_error_panic_hook,gloo,jwt"])
        .args(BROWSER)
        .env("CARGO_TARGET_DIR", root::path("target/oldest"))
        .stream()?;
    outcomes.push(Outcome::check(SUITE, &label, &compiled));
    let label = "as published";
    let packed = Job::cargo(label)
        .args(["publish", "--dry-run", "--allow-dirty"])
        .args(["--package", "hallpass"])
        .args(BROWSER)
        .stream()?;
    outcomes.push(Outcome::check(SUITE, label, &packed));
    Ok(outcomes)
}

/// The `rust-version` of the crate.
fn oldest() -> Result<String> {
    let manifest = fs::read_to_string(root::path("Cargo.toml"))?;
    let (_, package) = manifest
        .split_once("\n[package]\n")
        .context("Cargo.toml has no package")?;
    let line = package
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    let version = line.context("the package has no rust-version")?;
    Ok(version.trim_matches('"').to_owned())
}
