//! Back ends out of their registries: whether each still keeps its contract, and whether the package
//! gets along with it in a browser.

use super::{node, outcome::Outcome, require};
use crate::{build, engine::Engine, root, run::Job, server, setup};
use anyhow::Result;
use std::{fs, path::Path, time::Duration};

const SUITE: &str = "interop";
const CONTRACTS: &str = "tests/interop/contracts";
const BROWSER: &str = "tests/interop/browser";
/// What `npx hallpass doctor` finds wrong with them.
const DOCTOR: &str = "tests/interop/doctor";
/// What the manual shows, run against the back ends that it names.
const MANUAL: &str = "tests/interop/manual";
const MATRIX: &str = "tests/interop";
/// The reference server with an identity provider behind it.
const PROVIDER: &str = "tests/interop/provider";
/// Where the browser tests write down what they saw.
const MEASURED: &str = "target/interop/measured";
/// So many back ends are asked at once: each mostly waits for a lifetime to pass.
const AT_ONCE: usize = 4;
/// Each back end lets lifetimes pass.
const RUN: Duration = Duration::from_mins(30);

/// What runs unless all are asked for: one a kind, and the most used of its kind; of the manual, what needs no others.
const USUAL: [&str; 6] = [
    "better-auth",
    "csrf",
    "django-allauth",
    "express-session",
    "flask-jwt-extended",
    "sign-in",
];

pub(super) fn exists() -> bool {
    node::exists(CONTRACTS)
}

pub(super) fn run(engines: &[Engine], full: bool) -> Result<Vec<Outcome>> {
    require(exists(), CONTRACTS)?;
    setup::run(setup::Need::Interop)?;
    if full {
        rust_server()?;
        setup::debian_servers()?;
    }
    let contracts = tests(AT_ONCE, "contracts of back ends", &[CONTRACTS], full).stream()?;
    let mut outcomes = vec![Outcome::node(SUITE, "contracts", &contracts)];
    let server = server::build(server::Build::Default)?;
    let flow = provider("flow", &server, full).stream()?;
    outcomes.push(Outcome::node(SUITE, "provider", &flow));
    setup::run(setup::Need::Browsers(engines))?;
    build::run()?;
    if full {
        let doctor = node::lasting(RUN, "doctor of back ends", node::files(DOCTOR))
            .env("HALLPASS_PYTHON", setup::python())
            .stream()?;
        outcomes.push(Outcome::node(SUITE, "doctor", &doctor));
    }
    let measured = root::path(MEASURED);
    if measured.exists() {
        fs::remove_dir_all(&measured)?;
    }
    for engine in engines {
        let name = engine.name();
        let windows = provider("browser", &server, full);
        let row = format!("provider, {name}");
        outcomes.push(node::in_engine(*engine, windows, SUITE, &row));
        let label = format!("back ends in {name}");
        let at_once = match engine.sessions() {
            1 => 1,
            _ => AT_ONCE,
        };
        let scenarios = tests(at_once, &label, &[BROWSER, MANUAL], full);
        outcomes.push(node::in_engine(*engine, scenarios, SUITE, name));
    }
    outcomes.push(matrix()?);
    Ok(outcomes)
}

/// A file of the tests with a certified provider.
fn provider(name: &str, server: &Path, full: bool) -> Job {
    let file = root::path(PROVIDER).join(format!("{name}.test.mjs"));
    node::tests(&format!("sign-in by a provider: {name}"), [file])
        .env("HALLPASS_DEFAULT_SERVER", server)
        .env("HALLPASS_FULL", if full { "1" } else { "0" })
        .limit(RUN)
}

/// The one back end in Rust: a workspace of its own, since nothing else wants what it needs.
fn rust_server() -> Result<()> {
    Job::cargo("tower-sessions server")
        .args(["build", "--locked", "--manifest-path"])
        .arg(root::path(
            "tests/interop/servers/tower-sessions/Cargo.toml",
        ))
        .arg("--target-dir")
        .arg(root::path("target/interop/tower-sessions"))
        .quiet()?;
    Ok(())
}

/// Whether README.md tells what came of the scenarios, in every engine that ran.
fn matrix() -> Result<Outcome> {
    let matrix = node::tests("matrix of back ends", node::files(MATRIX)).stream()?;
    let table = Job::new("matrix", "node")
        .arg(root::path(MATRIX).join("harness/matrix.mjs"))
        .quiet()?;
    println!("{table}");
    Ok(Outcome::node(SUITE, "matrix", &matrix))
}

/// So many files at once.
fn tests(at_once: usize, label: &str, dirs: &[&str], full: bool) -> Job {
    let files = dirs.iter().flat_map(|dir| node::files(dir));
    let chosen = files.filter(|file| full || USUAL.iter().any(|name| is_of(file, name)));
    node::some_at_once(at_once, node::FILE, label, chosen)
        .env("HALLPASS_PYTHON", setup::python())
        .limit(RUN)
}

fn is_of(file: &Path, server: &str) -> bool {
    file.file_name() == Some(format!("{server}.test.mjs").as_ref())
}
