//! The suites written in JavaScript, run by Node's own test runner.

use super::{display::Display, outcome::Outcome, require};
use crate::{
    build,
    engine::Engine,
    root,
    run::{Finished, Job, Ready, port},
    server, setup, size,
};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf, thread, time::Duration};

pub(crate) const NPM: &str = "tests/npm";
pub(crate) const E2E: &str = "tests/e2e";
pub(crate) const FETCH: &str = "tests/fetch";
const TOOLS: &str = "tests/tools";
const CONTRACT: &str = "tests/contract";
pub(super) const FILE: Duration = Duration::from_mins(3);
const RUN: Duration = Duration::from_mins(10);
/// All files of a suite that drives windows, on a machine of two cores.
const RUN_WINDOWS: Duration = Duration::from_mins(25);
/// Every tool installs and builds: cold, on a busy machine.
const RUN_TOOLS: Duration = Duration::from_hours(1);

pub(crate) fn exists(dir: &str) -> bool {
    !files(dir).is_empty()
}

pub(crate) fn npm(full: bool) -> Result<Vec<Outcome>> {
    require(exists(NPM), NPM)?;
    setup::run(setup::Need::Browsers(&[Engine::Chromium]))?;
    let server = prepare()?;
    let package = apart()?;
    let node = some_at_once(2, FILE, "package tests in Node", files(NPM))
        .limit(RUN)
        .env("HALLPASS_PACKAGE", &package)
        .env("HALLPASS_SERVER", &server)
        .beside_others();
    // One file examines thirty servers, each for as long as limits take to move: it mostly waits.
    let contract = lasting(RUN, "the contract, checked", files(CONTRACT))
        .env("HALLPASS_PACKAGE", &package)
        .env("HALLPASS_SERVER", &server)
        .beside_others();
    let sizes = size::check().inspect_err(|error| eprintln!("  ✗ {error:#}"));
    let tools = some_at_once(2, RUN_TOOLS, "the package in every tool", files(TOOLS))
        .env("HALLPASS_PACKAGE", &package)
        .env("HALLPASS_SERVER", &server)
        .env(
            "HALLPASS_DEFAULT_SERVER",
            server::build(server::Build::Default)?,
        )
        .env("HALLPASS_FULL", if full { "1" } else { "0" })
        .beside_others();
    let (node, contract, tools) = thread::scope(|scope| {
        let [node, contract] = [node, contract].map(|job| scope.spawn(|| job.stream()));
        let tools = in_engine(Engine::Chromium, tools, "npm", "tools");
        let [node, contract] =
            [node, contract].map(|running| running.join().expect("it returns its errors"));
        (node, contract, tools)
    });
    Ok(vec![
        Outcome::node("npm", "node", &node?),
        Outcome::node("npm", "contract", &contract?),
        Outcome::verdict("npm", "sizes", sizes.is_ok()),
        tools,
    ])
}

/// A suite that drives windows of each engine.
pub(crate) fn windows(
    suite: &'static str,
    dir: &str,
    engines: &[Engine],
    full: bool,
) -> Result<Vec<Outcome>> {
    require(exists(dir), dir)?;
    setup::run(setup::Need::Browsers(engines))?;
    let server = prepare()?;
    let in_engine = |engine: &Engine| {
        let label = format!("{suite} in {}", engine.name());
        // One file makes all the calls of the comparison.
        let tests = some_at_once(engine.sessions(), RUN, &label, files(dir))
            .limit(RUN_WINDOWS)
            .env("HALLPASS_SERVER", &server)
            .env("HALLPASS_FULL", if full { "1" } else { "0" });
        in_engine(*engine, tests, suite, engine.name())
    };
    Ok(engines.iter().map(in_engine).collect())
}

/// A copy of the package, for what runs while README's first command builds it again.
fn apart() -> Result<PathBuf> {
    let copy = root::path("target/apart");
    if copy.exists() {
        fs::remove_dir_all(&copy)?;
    }
    root::copy(&root::path("pkg"), &copy)?;
    Ok(copy)
}

/// The package first: the tests may depend on it by path.
fn prepare() -> Result<PathBuf> {
    build::run()?;
    setup::run(setup::Need::NodeTests)?;
    server::build(server::Build::Test)
}

/// Runs tests beside the driver of an engine.
pub(super) fn in_engine(engine: Engine, tests: Job, suite: &'static str, row: &str) -> Outcome {
    match beside_driver(engine, tests) {
        Ok(finished) => Outcome::node(suite, row, &finished),
        Err(error) => {
            eprintln!("  ✗ {error:#}");
            Outcome::failure(suite, row)
        }
    }
}

/// Runs a program beside the driver of an engine, and shows what it prints.
pub(crate) fn beside_driver(engine: Engine, tests: Job) -> Result<Finished> {
    let program = engine
        .driver()
        .context("no driver: run `cargo xtask setup`")?;
    let display = engine.needs_display().then(Display::start).transpose()?;
    let port = port(0)?;
    let mut driver = Job::new("driver", program).arg(format!("--port={port}"));
    if let Some(display) = &display {
        driver = driver.env("DISPLAY", display.name());
    }
    let driver = driver.background(&Ready::Listens(port), |_| {})?;
    let finished = tests
        .env("HALLPASS_ENGINE", engine.name())
        .env("HALLPASS_DRIVER_URL", format!("http://127.0.0.1:{port}"))
        .stream();
    drop(driver);
    finished
}

pub(super) fn tests(label: &str, files: impl IntoIterator<Item = PathBuf>) -> Job {
    lasting(FILE, label, files).limit(RUN)
}

/// Files one by one: how Node reads a folder differs between its versions. To Node each is a test
/// too, and lasts as long as all those within it.
pub(super) fn lasting(
    file: Duration,
    label: &str,
    files: impl IntoIterator<Item = PathBuf>,
) -> Job {
    some_at_once(1, file, label, files)
}

/// The same, with so many files at once.
pub(super) fn some_at_once(
    at_once: usize,
    file: Duration,
    label: &str,
    files: impl IntoIterator<Item = PathBuf>,
) -> Job {
    Job::new(label, "node")
        .args(["--test", "--test-reporter=spec"])
        .arg(format!("--test-concurrency={at_once}"))
        .arg(format!("--test-timeout={}", file.as_millis()))
        .args(files)
        .env("HALLPASS_PACKAGE", root::path("pkg"))
        .limit(file)
}

pub(super) fn files(dir: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root::path(dir))
        .into_iter()
        .flatten()
        .flatten();
    let is_test = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".test.js") || name.ends_with(".test.mjs") || name.ends_with(".test.ts")
    };
    let mut files: Vec<_> = entries.map(|entry| entry.path()).filter(is_test).collect();
    files.sort();
    files
}
