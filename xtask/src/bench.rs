//! `cargo xtask bench`: hallpass beside its peers, one table for each engine; `bench storms`: a hundred
//! storms of refreshes beside the floor; `bench server`: the reference server beside others.

use crate::{build, engine::Engine, root, run::Job, setup, test::beside_driver};
use anyhow::{Result, bail};
use std::time::Duration;

const PEERS: &str = "benches/peers";
/// Hundreds of page loads and more than a hundred thousand requests in each engine.
const LIMIT: Duration = Duration::from_hours(2);

/// Ten servers, five times five seconds each; and a build that optimises, cold, on a busy machine.
const LIMIT_SERVER: Duration = Duration::from_mins(10);
const COLD: Duration = Duration::from_hours(1);

#[derive(Clone, Copy, clap::ValueEnum)]
enum Subject {
    /// The reference server
    Server,
    /// Refreshes, where everything expires at once
    Storms,
}

#[derive(clap::Args)]
pub(crate) struct Options {
    /// What to measure in place of the package
    #[arg(value_enum)]
    subject: Option<Subject>,
    /// In these engines, separated by commas; else in Chromium and Firefox, storms in all three
    #[arg(long, value_enum, value_delimiter = ',')]
    engine: Vec<Engine>,
    /// Few runs of each: rough figures, to see that the bench works
    #[arg(long)]
    quick: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    match options.subject {
        Some(Subject::Server) => server(options.quick),
        Some(Subject::Storms) => package(options, "storms.mjs", &Engine::ALL),
        None => package(options, "run.mjs", &[Engine::Chromium, Engine::Firefox]),
    }
}

fn server(quick: bool) -> Result<()> {
    setup::run(setup::Need::NodeServers)?;
    Job::cargo("reference server, as it is run")
        .args([
            "build",
            "--profile",
            "server",
            "--package",
            "hallpass-server",
        ])
        .limit(COLD)
        .quiet()?;
    Job::cargo("browsers of the bench")
        .args(["build", "--locked", "--release", "--manifest-path"])
        .arg(root::path("benches/server/driver/Cargo.toml"))
        .arg("--target-dir")
        .arg(root::path("target/bench-driver"))
        .limit(COLD)
        .quiet()?;
    let mut measured = Job::new("reference server beside its peers", "node")
        .arg(root::path("benches/server/run.mjs"))
        .limit(LIMIT_SERVER);
    if quick {
        measured = measured.arg("--quick");
    }
    let measured = measured.stream()?;
    if !measured.success {
        bail!("the bench failed");
    }
    Ok(())
}

/// Runs one of the scripts in each engine that is asked for.
fn package(options: &Options, script: &str, engines: &[Engine]) -> Result<()> {
    let engines = match options.engine.as_slice() {
        [] => engines,
        chosen => chosen,
    };
    build::run()?;
    setup::run(setup::Need::Bench(engines))?;
    for engine in engines {
        let mut peers = Job::new(&format!("peers in {}", engine.name()), "node")
            .arg(root::path(PEERS).join(script))
            .env("HALLPASS_PACKAGE", root::path("pkg"))
            .limit(LIMIT);
        if options.quick {
            peers = peers.arg("--quick");
        }
        if !beside_driver(*engine, peers)?.success {
            bail!("the bench failed in {}", engine.name());
        }
    }
    Ok(())
}
