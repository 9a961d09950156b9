//! The examples written in Rust: built by hand and by `trunk`, `dx`, `cargo leptos` and `wasm-pack`, and driven in a browser.

mod by_hand;
mod dx;
mod rendered;
mod targets;
mod trunk;

use super::{
    node::{in_engine, tests},
    outcome::Outcome,
    require, wasm_pack, weight,
};
use crate::{engine::Engine, root, run::Job, server, setup};
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

const SUITE: &str = "examples";
/// What a user does with a page that is served as it was built, and with one that a server of its own renders.
const BUILT_PAGE: &str = "tests/examples/rust.test.mjs";
const RENDERED_PAGE: &str = "tests/examples/rendered.test.mjs";
const TARGET: &str = "wasm32-unknown-unknown";
/// Leptos compiles for minutes where nothing else runs: cold, on a busy machine.
const COLD: Duration = Duration::from_hours(1);
/// One for all of them: what they share is compiled once.
const BUILT: &str = "target/examples";

pub(crate) fn exists() -> bool {
    root::path(BUILT_PAGE).is_file()
}

pub(crate) fn run(engines: &[Engine], full: bool) -> Result<Vec<Outcome>> {
    require(exists(), BUILT_PAGE)?;
    setup::run(setup::Need::Browsers(engines))?;
    setup::run(setup::Need::NodeTests)?;
    let server = server::build(server::Build::Default)?;
    let mut outcomes = Vec::new();
    for name in by_hand::EXAMPLES {
        outcomes.extend(drive(name, by_hand::site(name), engines, &server));
    }
    outcomes.extend(targets::run(engines, full, &server));
    if full {
        for name in trunk::EXAMPLES {
            let row = format!("{name}, trunk");
            outcomes.extend(drive(&row, trunk::site(name), engines, &server));
        }
        let row = format!("{}, dx", dx::NAME);
        outcomes.extend(drive(&row, dx::site(), engines, &server));
        outcomes.extend(rendered::run(engines, &server));
        let tested = wasm_pack::example(SUITE, engines, "wasm-bindgen", within);
        outcomes.extend(tested.unwrap_or_else(|error| vec![failed("wasm-pack test", &error)]));
    }
    let weighed = weight::run(SUITE);
    outcomes.extend(weighed.unwrap_or_else(|error| vec![failed("weight", &error)]));
    Ok(outcomes)
}

/// Returns an empty folder for what is built of an example.
fn empty(kind: &str, name: &str) -> Result<PathBuf> {
    let dir = root::path(BUILT).join(kind).join(name);
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir_all(&dir)?;
    Ok(dir)
}

/// A command in the folder of an example; all of them share what they compile.
fn within(name: &str, job: Job) -> Job {
    job.env("CARGO_TARGET_DIR", root::path(BUILT))
        // It is never debugged: half as long to write.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .dir(root::path("examples").join(name))
        .limit(COLD)
}

/// Drives what was built in each engine.
fn drive(name: &str, site: Result<PathBuf>, engines: &[Engine], server: &Path) -> Vec<Outcome> {
    let site = match site {
        Ok(site) => site,
        Err(error) => return vec![failed(name, &error)],
    };
    let in_each = |engine: &Engine| {
        let row = format!("{name}, {}", engine.name());
        let tests = tests(&row, [root::path(BUILT_PAGE)])
            .env("HALLPASS_DEFAULT_SERVER", server)
            .env("HALLPASS_SITE", &site);
        in_engine(*engine, tests, SUITE, &row)
    };
    engines.iter().map(in_each).collect()
}

fn failed(row: &str, error: &anyhow::Error) -> Outcome {
    eprintln!("  ✗ {error:#}");
    Outcome::failure(SUITE, row)
}
