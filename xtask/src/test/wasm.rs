//! The wasm tests, in all engines at once: compiled once, each engine with a server of its own.

use super::{display::Display, nudge::Nudge, outcome::Outcome, require, wasm_pack};
use crate::{
    engine::Engine,
    root,
    run::{Background, Job, port},
    server, setup, tool,
};
use anyhow::{Context, Result};
use std::{fmt::Write, path::Path, thread, time::Duration};

const SUITE: &str = "wasm";
const TARGET: &str = "wasm32-unknown-unknown";
/// What each engine is told, by the port of its page: compiled in, since a page has no environment (`tests/wasm/world.rs`).
const WORLDS: &str = "HALLPASS_TEST_WORLDS";
/// The same ports each time, where they are free: others mean compiling the tests again.
const FIRST_PORT: u16 = 4917;
/// For all tests of an engine, and for the run with the browser's start.
const TESTS: Duration = Duration::from_mins(5);
const RUN: Duration = Duration::from_mins(7);

/// An engine, the port of the page that it is shown, and the server that this page asks.
struct World {
    engine: Engine,
    page: u16,
    server: Background,
}

pub(crate) fn exists() -> bool {
    root::path("tests/wasm.rs").is_file() || root::path("tests/wasm/main.rs").is_file()
}

pub(crate) fn run(engines: &[Engine]) -> Result<Vec<Outcome>> {
    require(exists(), "tests/wasm")?;
    setup::run(setup::Need::Browsers(engines))?;
    let program = server::build(server::Build::Test)?;
    let mut ports = FIRST_PORT..;
    let worlds = engines
        .iter()
        .map(|engine| World::start(*engine, &program, &mut ports))
        .collect::<Result<Vec<_>>>()?;
    let mut told = String::new();
    for World {
        engine,
        page,
        server,
    } in &worlds
    {
        writeln!(told, "{page} {} {}", engine.name(), server.said)?;
    }
    cargo_test("wasm tests: build", &told)
        .arg("--no-run")
        .quiet()?;
    let mut outcomes = vec![documented()?];
    thread::scope(|scope| {
        let running: Vec<_> = worlds
            .iter()
            .map(|world| scope.spawn(|| world.run(&told)))
            .collect();
        for (world, running) in worlds.iter().zip(running) {
            let ended = running.join().expect("it returns its errors");
            outcomes.push(ended.unwrap_or_else(|error| {
                eprintln!("  ✗ {error:#}");
                Outcome::failure(SUITE, world.engine.name())
            }));
        }
    });
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

impl World {
    fn start(
        engine: Engine,
        program: &Path,
        ports: &mut impl Iterator<Item = u16>,
    ) -> Result<Self> {
        let mut next = || port(ports.next().unwrap_or(0));
        let at = next()?;
        let server = server::start(program, at, &[server::KNOBS_ON, "--log=off"], |_| {})?;
        Ok(Self {
            engine,
            page: next()?,
            server,
        })
    }

    fn run(&self, told: &str) -> Result<Outcome> {
        let Self { engine, page, .. } = self;
        let driver = engine
            .driver()
            .context("no driver: run `cargo xtask setup`")?;
        let display = engine.needs_display().then(Display::start).transpose()?;
        let _nudge = Nudge::start(*page);
        let mut job = cargo_test(&format!("wasm tests in {}", engine.name()), told)
            .beside_others()
            .env(engine.driver_variable(), driver)
            .env("WASM_BINDGEN_TEST_ADDRESS", format!("127.0.0.1:{page}"))
            .env("WASM_BINDGEN_TEST_TIMEOUT", TESTS.as_secs().to_string())
            .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
            .limit(RUN);
        if let Some(display) = &display {
            job = job.env("DISPLAY", display.name());
        }
        let finished = engine.announced(job.arg("--").arg("--include-ignored").stream()?);
        Ok(Outcome::cargo(SUITE, engine.name(), &finished))
    }
}

fn cargo_test(label: &str, told: &str) -> Job {
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
        .env(WORLDS, told);
    Engine::without_drivers(job)
}
