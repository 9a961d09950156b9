//! The wasm tests, once per engine.

use super::{display::Display, nudge::Nudge, outcome::Outcome, require, wasm_pack};
use crate::{
    engine::Engine,
    root,
    run::{Job, port},
    server, setup, tool,
};
use anyhow::{Context, Result};
use std::time::Duration;

const SUITE: &str = "wasm";
const TARGET: &str = "wasm32-unknown-unknown";
/// Where the tests find the server: compiled in, since a page has no environment.
const SERVER: &str = "HALLPASS_TEST_SERVER";
/// Which engine the tests find themselves in, if it is the wanted one: compiled in as well.
const ENGINE: &str = "HALLPASS_ENGINE";
/// The same port each time, where it is free: another one means compiling the tests again.
const PORT: u16 = 4917;
/// For all tests of an engine, and for the run with the browser's start.
const TESTS: Duration = Duration::from_mins(5);
const RUN: Duration = Duration::from_mins(7);

pub(crate) fn exists() -> bool {
    root::path("tests/wasm.rs").is_file() || root::path("tests/wasm/main.rs").is_file()
}

pub(crate) fn run(engines: &[Engine]) -> Result<Vec<Outcome>> {
    require(exists(), "tests/wasm")?;
    setup::run(setup::Need::Browsers(engines))?;
    let program = server::build(server::Build::Test)?;
    let server = server::start(
        &program,
        port(PORT)?,
        &[server::KNOBS_ON, "--log=off"],
        |_| {},
    )?;
    if let Some(first) = engines.first() {
        cargo_test("wasm tests: build", *first, &server.said)
            .arg("--no-run")
            .quiet()?;
    }
    let mut outcomes = vec![documented()?];
    for engine in engines {
        let outcome = in_engine(*engine, &server.said).unwrap_or_else(|error| {
            eprintln!("  ✗ {error:#}");
            Outcome::failure(SUITE, engine.name())
        });
        outcomes.push(outcome);
    }
    outcomes.extend(wasm_pack::run(SUITE, engines)?);
    Ok(outcomes)
}

/// Compiles the examples of the documentation, and of the manual's page on Rust. None is run: each wants
/// a server.
fn documented() -> Result<Outcome> {
    let nothing = format!("target.{TARGET}.runner=['true']");
    let compiled = Job::cargo("examples of the documentation")
        .args(["test", "--doc", "--package", "hallpass"])
        .args(["--target", TARGET])
        .args(["--config", &nothing])
        .stream()?;
    Ok(Outcome::check(SUITE, "documentation", &compiled))
}

fn in_engine(engine: Engine, server: &str) -> Result<Outcome> {
    let driver = engine
        .driver()
        .context("no driver: run `cargo xtask setup`")?;
    let display = engine.needs_display().then(Display::start).transpose()?;
    let files = port(0)?;
    let _nudge = Nudge::start(files);
    let mut job = cargo_test(&format!("wasm tests in {}", engine.name()), engine, server)
        .env(engine.driver_variable(), driver)
        .env("WASM_BINDGEN_TEST_ADDRESS", format!("127.0.0.1:{files}"))
        .env("WASM_BINDGEN_TEST_TIMEOUT", TESTS.as_secs().to_string())
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .limit(RUN);
    if let Some(display) = &display {
        job = job.env("DISPLAY", display.name());
    }
    let finished = engine.announced(job.arg("--").arg("--include-ignored").stream()?);
    Ok(Outcome::cargo(SUITE, engine.name(), &finished))
}

fn cargo_test(label: &str, engine: Engine, server: &str) -> Job {
    // As a list, since the path may have spaces.
    let (program, name) = (root::program().display(), tool::TEST_RUNNER);
    let runner = format!("target.{TARGET}.runner=['{program}', '{name}']");
    let job = Job::cargo(label)
        .args([
            "test",
            "--package",
            "hallpass",
            "--target",
            TARGET,
            "--test",
            "wasm",
        ])
        .args(["--config", &runner])
        .env(SERVER, server)
        .env(ENGINE, engine.name());
    Engine::without_drivers(job)
}
