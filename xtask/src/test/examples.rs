//! The examples written in Rust: built as `trunk` builds them, and driven in a browser.

use super::{
    node::{files, in_engine, tests},
    outcome::Outcome,
    require,
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

/// Each, and whether it is built by every run: Leptos compiles three times as long as Yew.
const EXAMPLES: [(&str, bool); 2] = [("yew", true), ("leptos", false)];

pub(crate) fn exists() -> bool {
    !files(TESTS).is_empty()
}

pub(crate) fn run(engines: &[Engine], full: bool) -> Result<Vec<Outcome>> {
    require(exists(), TESTS)?;
    setup::run(setup::Need::Browsers(engines))?;
    setup::run(setup::Need::NodeTests)?;
    let server = server::build(&[server::TEST_KNOBS])?;
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
    Ok(outcomes)
}

fn drive(engine: Engine, name: &str, site: &Path, server: &Path) -> Outcome {
    let row = format!("{name}, {}", engine.name());
    let tests = tests(&row, files(TESTS))
        .env("HALLPASS_SERVER", server)
        .env("HALLPASS_SITE", site);
    in_engine(engine, tests, SUITE, &row)
}

/// What `trunk build` does, without a tool that would fetch others: compiles, generates the bindings,
/// and puts the page beside them.
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
    let module = format!("{TARGET}/debug/hallpass-{name}.wasm");
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    Job::new("bindings", root::program())
        .arg(tool::BINDGEN)
        .args(["--target", "web", "--no-typescript", "--out-name", "app"])
        .arg("--out-dir")
        .args([&site, &built.join(module)])
        .quiet()?;
    page(&example, &site)?;
    Ok(site)
}

/// Writes the page in which the links that `trunk` reads are what it makes of them. The script is a
/// file, since the server's policy allows none within a page.
fn page(example: &Path, site: &Path) -> Result<()> {
    let page = example.join("index.html");
    let mut html = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    for (link, made) in [
        (
            r#"<link data-trunk rel="css" href="style.css" />"#,
            r#"<link rel="stylesheet" href="/style.css" />"#,
        ),
        (
            r#"<link data-trunk rel="rust" data-wasm-opt="z" />"#,
            r#"<script type="module" src="/main.js"></script>"#,
        ),
    ] {
        anyhow::ensure!(html.contains(link), "{} has no {link}", page.display());
        html = html.replace(link, made);
    }
    fs::write(site.join("index.html"), html)?;
    fs::copy(example.join("style.css"), site.join("style.css"))?;
    fs::write(
        site.join("main.js"),
        "import init from './app.js';\nawait init();\n",
    )?;
    Ok(())
}
