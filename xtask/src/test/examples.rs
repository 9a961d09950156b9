//! The examples written in Rust: built as `trunk`, `dx` and `wasm-pack` build them, and driven in a browser.

use super::{
    node::{files, in_engine, tests},
    outcome::Outcome,
    require, weight,
};
use crate::{engine::Engine, root, run::Job, server, setup, tool};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

const SUITE: &str = "examples";
const TESTS: &str = "tests/examples";
const TARGET: &str = "wasm32-unknown-unknown";
/// Leptos compiles for minutes where nothing else runs: cold, on a busy machine.
const COLD: Duration = Duration::from_hours(1);
/// One for all of them: what they share is compiled once.
const BUILT: &str = "target/examples";

/// Each, and whether it is built by every run: Leptos and Dioxus compile three times as long as Yew.
const EXAMPLES: [(&str, bool); 4] = [
    ("wasm-bindgen", true),
    ("yew", true),
    ("dioxus", false),
    ("leptos", false),
];

/// How the page loads the application. A file, since the server's policy allows no script within a page.
const SCRIPT: &str = r#"<script type="module" src="/main.js"></script>"#;
const START: &str = "import init from './app.js';\nawait init();\n";

/// What `trunk` reads in a page, and what it makes of it.
const TRUNK: [(&str, &str); 2] = [
    (
        r#"<link data-trunk rel="css" href="style.css" />"#,
        r#"<link rel="stylesheet" href="/style.css" />"#,
    ),
    (
        r#"<link data-trunk rel="rust" data-wasm-opt="z" />"#,
        SCRIPT,
    ),
];

pub(crate) fn exists() -> bool {
    !files(TESTS).is_empty()
}

pub(crate) fn run(engines: &[Engine], full: bool) -> Result<Vec<Outcome>> {
    require(exists(), TESTS)?;
    setup::run(setup::Need::Browsers(engines))?;
    setup::run(setup::Need::NodeTests)?;
    let server = server::build(server::Build::Default)?;
    let wanted = EXAMPLES.iter().filter(|(_, always)| full || *always);
    let mut outcomes = Vec::new();
    for (name, _) in wanted {
        match build(name) {
            Ok(site) => outcomes.extend(engines.iter().map(|it| drive(*it, name, &site, &server))),
            Err(error) => {
                eprintln!("  ✗ {error:#}");
                outcomes.push(Outcome::failure(SUITE, name));
            }
        }
    }
    if full {
        outcomes.push(on_server()?);
        outcomes.push(weight::run(SUITE)?);
    }
    Ok(outcomes)
}

/// Renders an example as a server does, where there is no page: what is shown while the session is loading.
fn on_server() -> Result<Outcome> {
    let row = "leptos, on a server";
    let html = Job::cargo(row)
        .args(["run", "--locked", "--quiet", "--no-default-features"])
        .args(["--features", "ssr"])
        .env("CARGO_TARGET_DIR", root::path(BUILT))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .dir(root::path("examples/leptos"))
        .limit(COLD)
        .quiet()?;
    let loading = html.contains(r#"<p aria-busy="true">"#);
    Ok(Outcome::verdict(SUITE, row, loading))
}

fn drive(engine: Engine, name: &str, site: &Path, server: &Path) -> Outcome {
    let row = format!("{name}, {}", engine.name());
    let tests = tests(&row, files(TESTS))
        .env("HALLPASS_DEFAULT_SERVER", server)
        .env("HALLPASS_SITE", site);
    in_engine(engine, tests, SUITE, &row)
}

/// What the framework's tool does, without one that would fetch others: compiles, generates the bindings, and puts the
/// page beside them.
fn build(name: &str) -> Result<PathBuf> {
    let example = root::path("examples").join(name);
    let built = root::path(BUILT);
    let site = built.join("sites").join(name);
    Job::cargo(&format!("example {name}"))
        .args(["build", "--locked", "--target", TARGET])
        .env("CARGO_TARGET_DIR", &built)
        // Nobody steps through it: half as long to write.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .dir(&example)
        .limit(COLD)
        .quiet()?;
    // A program, or a library, whose file has underscores.
    let modules = [
        format!("hallpass-{name}"),
        format!("hallpass-{name}").replace('-', "_"),
    ]
    .map(|module| built.join(TARGET).join("debug").join(module + ".wasm"));
    let module = modules.iter().find(|module| module.is_file());
    let module = module.with_context(|| format!("example {name} made no module"))?;
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    // Beside the page, but where `wasm-pack` puts it if the example has a start of its own.
    let own = example.join("main.js").is_file();
    let out = if own { site.join("pkg") } else { site.clone() };
    Job::new("bindings", root::program())
        .arg(tool::BINDGEN)
        .args(["--target", "web", "--no-typescript", "--out-name", "app"])
        .arg("--out-dir")
        .args([&out, module])
        .quiet()?;
    page(&example, &site)?;
    Ok(site)
}

/// Writes the page as the framework's tool would: `trunk` reads its links, and `dx` adds the script to the body.
fn page(example: &Path, site: &Path) -> Result<()> {
    let page = example.join("index.html");
    let mut html = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    for (link, made) in TRUNK {
        html = html.replace(link, made);
    }
    if !html.contains(SCRIPT) {
        html = html.replace("</body>", &format!("{SCRIPT}</body>"));
    }
    anyhow::ensure!(html.contains(SCRIPT), "{}: no script", page.display());
    fs::write(site.join("index.html"), html)?;
    fs::copy(example.join("style.css"), site.join("style.css"))?;
    let own = fs::read_to_string(example.join("main.js"));
    fs::write(site.join("main.js"), own.unwrap_or(START.to_owned()))?;
    Ok(())
}
