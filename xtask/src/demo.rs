//! `cargo xtask demo`: the package, the page and the reference server, running.

mod provider;

use crate::{
    build,
    progress::heading,
    root,
    run::{Job, port},
    server, setup,
};
use anyhow::{Result, bail};
use clap::ValueEnum;
use provider::Provider;

const APP: &str = "www/app";
/// The development servers of Vite and Next.js: an app of one's own may use the demo's server, whatever its proxy does to `Host`.
const FRONT_ENDS: [&str; 2] = ["http://localhost:5173", "http://localhost:3000"];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The port of the page; another free one is taken when it is in use
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// What the server's cookies hold
    #[arg(long, value_enum, default_value_t = Strategy::Session)]
    strategy: Strategy,
    /// Sign in by an OpenID provider, which is started beside the server
    #[arg(long)]
    oidc: bool,
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
    if options.oidc {
        setup::run(setup::Need::NodeServers)?;
    }
    build::package()?;
    page(options.oidc)?;
    let program = server::build(server::Build::Default)?;
    let strategy = match options.strategy {
        Strategy::Session => "session",
        Strategy::Jwt => "jwt",
    };
    let dist = root::path(APP).join("dist").display().to_string();
    let mut args = vec!["--app", &dist, "--strategy", strategy];
    args.extend(FRONT_ENDS.iter().flat_map(|it| ["--app-origin", it]));
    let port = port(options.port)?;
    let provider = options.oidc.then(|| Provider::start(port)).transpose()?;
    let own = provider.as_ref().map(Provider::args).unwrap_or_default();
    args.extend(own.iter().map(String::as_str));
    let server = server::start(&program, port, &args, |line| {
        println!("  {line}");
    })?;
    announce(&server.said);
    if let Some(provider) = &provider {
        provider.announce();
    }
    if !server.wait()? {
        bail!("the server failed");
    }
    Ok(())
}

/// The app installs the package as npm packs it, so the demo runs what a user would get.
fn page(by_provider: bool) -> Result<()> {
    heading("demo page");
    let archive = build::pack()?;
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
        .env("VITE_PROVIDER", if by_provider { "1" } else { "" })
        .dir(root::path(APP))
        .quiet()?;
    Ok(())
}

fn announce(url: &str) {
    println!(
        "\n  {}",
        console::style(format!("hallpass demo: {url}"))
            .bold()
            .green()
    );
    println!("  Ctrl-C ends it\n");
}
