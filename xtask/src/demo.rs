//! `cargo xtask demo`: the package, the page and the reference server, running.

use crate::{
    build,
    progress::heading,
    root,
    run::{Job, port},
    server, setup,
};
use anyhow::{Result, bail};
use clap::ValueEnum;
use std::{fs, path::PathBuf};

const APP: &str = "www/app";
/// An account which the reference server starts with (www/server/src/store/accounts.rs).
const EMAIL: &str = "demo@example.com";
const PASSWORD: &str = "correct horse";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The port of the page; another free one is taken when it is in use
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// What the server's cookies hold
    #[arg(long, value_enum, default_value_t = Strategy::Session)]
    strategy: Strategy,
}

#[derive(Clone, Copy, ValueEnum)]
enum Strategy {
    /// An opaque id
    Session,
    /// A short access token with a rotating refresh token
    Jwt,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    setup::run(setup::Need::Demo)?;
    build::package()?;
    page()?;
    let program = server::build(&[])?;
    let strategy = match options.strategy {
        Strategy::Session => "session",
        Strategy::Jwt => "jwt",
    };
    let dist = root::path(APP).join("dist").display().to_string();
    let args = ["--app", &dist, "--strategy", strategy];
    let server = server::start(&program, port(options.port)?, &args, |line| {
        println!("  {line}");
    })?;
    announce(&server.said);
    if !server.wait()? {
        bail!("the server failed");
    }
    Ok(())
}

/// The app installs the package as npm packs it, so the demo runs what a user would get.
fn page() -> Result<()> {
    heading("demo page");
    let archive = pack()?;
    Job::new("npm install hallpass", "npm")
        .args([
            "install",
            "--no-save",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
        ])
        .arg("--ignore-scripts")
        .arg(archive)
        .dir(root::path(APP))
        .quiet()?;
    Job::new("vite build", build::node_program(APP, "vite")?)
        .arg("build")
        .dir(root::path(APP))
        .quiet()?;
    Ok(())
}

fn pack() -> Result<PathBuf> {
    let dir = root::path("target/package");
    fs::create_dir_all(&dir)?;
    Job::new("npm pack", "npm")
        .args(["pack", "--ignore-scripts", "--pack-destination"])
        .arg(&dir)
        .dir(root::path("pkg"))
        .quiet()?;
    Ok(dir.join(format!("hallpass-{}.tgz", env!("CARGO_PKG_VERSION"))))
}

fn announce(url: &str) {
    println!(
        "\n  {}",
        console::style(format!("hallpass demo: {url}"))
            .bold()
            .green()
    );
    println!("  sign in as {EMAIL} with the password `{PASSWORD}`");
    println!("  Ctrl-C ends it\n");
}
