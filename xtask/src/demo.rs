//! `cargo xtask demo`: the package, the page and the reference server, running.

mod instances;
mod page;
mod provider;
mod redis;

use crate::{build, progress::heading, root, run::port, server, setup};
use anyhow::{Result, bail};
use clap::ValueEnum;
use instances::Instances;
use page::Page;
use provider::Provider;
use redis::Redis;

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
    /// Serve the page from an origin of its own, which calls the server's with credentials
    #[arg(long)]
    split: bool,
    /// So many servers over one Redis, and nginx in front, which asks them in turn
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=9))]
    instances: u16,
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
    if options.instances > 1 {
        setup::run(setup::Need::Instances)?;
    }
    build::package()?;
    let page_port = port(options.port)?;
    // Where browsers reach the server: at the page's own origin, or at the one beside it.
    let own_port = if options.split {
        port(page_port.saturating_add(1))?
    } else {
        page_port
    };
    let dist = page::build(&page::Told {
        by_provider: options.oidc,
        server: options.split.then(|| origin(own_port)),
    })?;
    let program = server::build(server::Build::Demo)?;
    let strategy = match options.strategy {
        Strategy::Session => "session",
        Strategy::Jwt => "jwt",
    };
    let mut args = vec!["--strategy".to_owned(), strategy.to_owned()];
    let front = options.split.then(|| origin(page_port));
    args.extend(match &front {
        Some(front) => ["--front-end".to_owned(), front.clone()],
        None => ["--app".to_owned(), dist.display().to_string()],
    });
    args.extend(
        FRONT_ENDS
            .iter()
            .flat_map(|it| ["--app-origin", it].map(str::to_owned)),
    );
    heading("servers");
    let provider = options
        .oidc
        .then(|| Provider::start(&origin(own_port), front.as_deref()))
        .transpose()?;
    args.extend(provider.iter().flat_map(Provider::args));
    let redis = (options.instances > 1).then(Redis::start).transpose()?;
    args.extend(redis.iter().flat_map(Redis::args));
    let servers = Instances::start(&program, options.instances, own_port, &args)?;
    let _page = front.as_ref().map(|_| Page::start(page_port)).transpose()?;
    announce(front.as_ref().unwrap_or(&origin(own_port)));
    if front.is_some() || options.instances > 1 {
        servers.announce(&origin(own_port));
    }
    if let Some(provider) = &provider {
        provider.announce();
    }
    if !servers.wait()? {
        bail!("a server failed");
    }
    Ok(())
}

fn origin(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

/// Where the demo keeps what it writes.
fn folder() -> Result<std::path::PathBuf> {
    let folder = root::path("target/demo");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
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
