//! The one task entry: `cargo xtask`. Each command is a file of its own.

mod bench;
mod build;
mod demo;
mod docs;
mod engine;
mod generate;
mod mutants;
mod progress;
mod root;
mod run;
mod server;
mod setup;
mod simulate;
mod size;
mod test;
mod tool;

use clap::{Parser, Subcommand};
use std::{env, ffi::OsString, process::ExitCode};

/// Builds, weighs, shows and tests hallpass.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what is missing: target, npm packages, browsers, drivers
    Setup,
    /// Builds the npm package into pkg/, and packs the archive that an app installs
    Build,
    /// Writes what stands in the sources and the manual out of declarations in Rust
    Generate,
    /// Weighs the package as an app would download it
    Size(size::Options),
    /// Measures the package beside its peers, in one table for each engine
    Bench(bench::Options),
    /// Builds everything, starts the demo and prints its address
    Demo(demo::Options),
    /// Builds the references of the crate and of the package into target/doc/
    Docs,
    /// Lives through simulated worlds of many seeds; a failure prints the seed that replays it
    Simulate(simulate::Options),
    /// Changes the machine, one place at a time, and lists the changes that no test notices
    Mutants(mutants::Options),
    /// Runs the suites and ends with `N passed, N failed`
    Test(test::Options),
    /// The runner which cargo calls for a wasm test
    #[command(hide = true, name = tool::TEST_RUNNER, disable_help_flag = true)]
    TestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// The bindings generator, at the version the crate is pinned to
    #[command(hide = true, name = tool::BINDGEN, disable_help_flag = true)]
    Bindgen {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    run(Cli::parse().task).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// The two tools run as children, whose parent passes Ctrl-C on and sets the folder.
fn run(task: Task) -> anyhow::Result<ExitCode> {
    if !matches!(task, Task::TestRunner { .. } | Task::Bindgen { .. }) {
        env::set_current_dir(root::dir())?;
        run::end_all_on_interrupt()?;
    }
    match task {
        Task::Setup => setup::run(setup::Need::Everything),
        Task::Build => build::command(),
        Task::Generate => generate::run(),
        Task::Size(options) => size::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Demo(options) => demo::run(&options),
        Task::Docs => docs::run(),
        Task::Simulate(options) => simulate::run(&options),
        Task::Mutants(options) => mutants::run(&options),
        Task::Test(options) => return Ok(test::run(&options)),
        Task::TestRunner { args } => tool::test_runner(args),
        Task::Bindgen { args } => tool::bindgen(args),
    }?;
    Ok(ExitCode::SUCCESS)
}
