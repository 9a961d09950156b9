//! `cargo xtask test`: every suite, one table, one last line.

mod display;
mod examples;
mod features;
mod interop;
mod native;
mod node;
mod nudge;
mod outcome;
mod simulation;
mod wasm;
mod wasm_pack;
mod weight;

use crate::{engine::Engine, progress::heading};
use anyhow::{Result, bail};
use clap::ValueEnum;
use outcome::Outcome;
use std::{process::ExitCode, time::Instant};

pub(crate) use node::beside_driver;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these suites, separated by commas
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Suite>,
    /// Only these engines; else the shell's tests and those of `fetch` run in all three, everything
    /// else in Chromium, or in all three too with `--full`
    #[arg(long, value_enum, value_delimiter = ',')]
    engine: Vec<Engine>,
    /// Every tool of the table, every back end, example and combination of features, not only those
    /// most people use
    #[arg(long)]
    full: bool,
}

/// In the order they run: what fails fast comes first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// Formatting, lints, and every test that needs no browser
    Native,
    /// The machine in simulated worlds, and the bugs planted to test the simulation
    Simulation,
    /// The engine's shell, inside each browser
    Wasm,
    /// The package, in Node and in every tool
    Npm,
    /// The package and the server, in windows of each browser
    E2e,
    /// `session.fetch` beside the browser's own `fetch`, in each browser
    Fetch,
    /// The examples written in Rust, built and driven
    Examples,
    /// The package against back ends out of npm and `PyPI`
    Interop,
}

impl Suite {
    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Simulation => "simulation",
            Self::Wasm => "wasm",
            Self::Npm => "npm",
            Self::E2e => "e2e",
            Self::Fetch => "fetch",
            Self::Examples => "examples",
            Self::Interop => "interop",
        }
    }

    fn exists(self) -> bool {
        match self {
            Self::Native | Self::Simulation => true,
            Self::Wasm => wasm::exists(),
            Self::Npm => node::exists(node::NPM),
            Self::E2e => node::exists(node::E2E),
            Self::Fetch => node::exists(node::FETCH),
            Self::Examples => examples::exists(),
            Self::Interop => interop::exists(),
        }
    }

    fn run(self, options: &Options) -> Result<Vec<Outcome>> {
        let asked = options.engine.as_slice();
        let or = |default| if asked.is_empty() { default } else { asked };
        let usual: &[Engine] = if options.full {
            &Engine::ALL
        } else {
            &[Engine::Chromium]
        };
        match self {
            Self::Native => native::run(options.full),
            Self::Simulation => simulation::run(),
            Self::Wasm => wasm::run(or(&Engine::ALL)),
            Self::Npm => node::npm(options.full),
            Self::E2e => node::windows("e2e", node::E2E, or(usual), options.full),
            Self::Fetch => node::windows("fetch", node::FETCH, or(&Engine::ALL), options.full),
            Self::Examples => examples::run(or(usual), options.full),
            Self::Interop => interop::run(or(usual), options.full),
        }
    }
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let all = options.only.is_empty();
    let started = Instant::now();
    let mut outcomes = Vec::new();
    for suite in Suite::value_variants() {
        let asked_for = options.only.contains(suite);
        if all && !suite.exists() || !all && !asked_for {
            continue;
        }
        heading(&format!("suite {}", suite.name()));
        let of_suite = suite.run(options).unwrap_or_else(|error| {
            eprintln!("  ✗ {error:#}");
            vec![Outcome::failure(suite.name(), "-")]
        });
        outcomes.extend(of_suite);
    }
    outcome::explain(&outcomes);
    heading(&format!("{} s", started.elapsed().as_secs()));
    println!("{}", outcome::table(&outcomes));
    let passed: u32 = outcomes.iter().map(|outcome| outcome.passed).sum();
    let failed: u32 = outcomes.iter().map(|outcome| outcome.failed).sum();
    println!("{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn require(found: bool, what: &str) -> Result<()> {
    if !found {
        bail!("there is no {what}");
    }
    Ok(())
}
