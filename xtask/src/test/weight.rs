//! What an application in Rust pays for a server: its declaration alone, not those of all.

use super::outcome::Outcome;
use crate::{root, run::Job, size::Weight, tool};
use anyhow::Result;
use std::fs;

const CRATE: &str = "tests/weight";
const BUILT: &str = "target/weight";

/// What is compared with the application of one server, and how many bytes it may weigh more under brotli.
const COMPARED: [(&str, &str, usize); 2] = [
    ("another server instead", "instead", 600),
    // With one more alone, the figure would be noise: the order of functions moves a module by a hundred bytes.
    ("four more servers", "several", 4 * 640),
];

pub(super) fn run(suite: &'static str) -> Result<Vec<Outcome>> {
    let one = weigh("one", &[])?;
    let mut outcomes = Vec::new();
    for (row, feature, limit) in COMPARED {
        let other = weigh(feature, &["--features", feature])?;
        let passed = other <= one + limit;
        let mark = if passed { '✓' } else { '✗' };
        eprintln!("  {mark} {row}: {other} bytes, where {one} and {limit} more are allowed");
        outcomes.push(Outcome::verdict(suite, row, passed));
    }
    Ok(outcomes)
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
