//! What an application in Rust pays for one more server: its declaration alone, not those of all.

use super::outcome::Outcome;
use crate::{root, run::Job, size::Weight, tool};
use anyhow::Result;
use std::fs;

const CRATE: &str = "tests/weight";
const BUILT: &str = "target/weight";
/// Bytes under brotli, most of them the first time that there is a second server: four more are 400 each.
const LIMIT: usize = 650;

pub(super) fn run(suite: &'static str) -> Result<Outcome> {
    let (one, two) = (
        weigh("one", &[])?,
        weigh("two", &["--features", "another"])?,
    );
    let more = two.saturating_sub(one);
    let passed = more <= LIMIT;
    let mark = if passed { '✓' } else { '✗' };
    eprintln!(
        "  {mark} a page in Rust: {one} bytes, with one more server {more} more of {LIMIT} at most"
    );
    Ok(Outcome::verdict(suite, "one more server", passed))
}

/// Builds the module as an application would, and returns its size under brotli.
fn weigh(name: &str, features: &[&str]) -> Result<usize> {
    let built = root::path(BUILT);
    Job::cargo(&format!("a page in Rust, {name}"))
        .args(["build", "--locked", "--release"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(features)
        .env("CARGO_TARGET_DIR", &built)
        .dir(root::path(CRATE))
        .quiet()?;
    let out = built.join(name);
    Job::new("bindings", root::program())
        .arg(tool::BINDGEN)
        .args(["--target", "web", "--no-typescript", "--out-name", "app"])
        // Names of functions, which no release has: `wasm-opt` drops them.
        .args(["--remove-name-section", "--out-dir"])
        .args([
            &out,
            &built.join("wasm32-unknown-unknown/release/hallpass_weight.wasm"),
        ])
        .quiet()?;
    Ok(Weight::of(&fs::read(out.join("app_bg.wasm"))?)?.brotli)
}
