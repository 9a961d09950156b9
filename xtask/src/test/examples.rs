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
};

const SUITE: &str = "examples";
const TESTS: &str = "tests/examples";
const TARGET: &str = "wasm32-unknown-unknown";
/// One for all of them: what they share is compiled once.
const BUILT: &str = "target/examples";

/// Each, and whether it is built by every run: Leptos compiles three times as long as Yew.
const EXAMPLES: [(&str, bool); 2] = [("yew", true), ("leptos", false)];

pub(crate) fn exists() -> bool {
    !files(TESTS).is_empty()
}

pub(crate) fn run(full: bool) -> Result<Vec<Outcome>> {
    require(exists(), TESTS)?;
    setup::run(setup::Need::Browsers(&[Engine::Chromium]))?;
    setup::run(setup::Need::NodeTests)?;
    let server = server::build(&[server::TEST_KNOBS])?;
    let wanted = EXAMPLES.iter().filter(|(_, always)| full || *always);
    let mut outcomes = Vec::new();
    for (name, _) in wanted {
        let outcome = build(name).map(|site| drive(name, &site, &server));
        outcomes.push(outcome.unwrap_or_else(|error| {
            eprintln!("  ✗ {error:#}");
            Outcome::failure(SUITE, name)
        }));
    }
    Ok(outcomes)
}

fn drive(name: &str, site: &Path, server: &Path) -> Outcome {
    let tests = tests(&format!("{name} in a browser"), files(TESTS))
        .env("HALLPASS_SERVER", server)
        .env("HALLPASS_SITE", site);
    in_engine(Engine::Chromium, tests, SUITE, name)
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
