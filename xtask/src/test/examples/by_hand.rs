//! What the framework's tool does, without one that would fetch others: compiles, generates the bindings, and puts the
//! page beside them.

use super::{BUILT, TARGET, empty, within};
use crate::{root, run::Job, tool};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Those that every run builds: they compile in a third of the time that Leptos and Dioxus take.
pub(super) const EXAMPLES: [&str; 2] = ["wasm-bindgen", "yew"];

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

/// Builds an example into a folder that a server can be given, and returns the folder.
pub(super) fn site(name: &str) -> Result<PathBuf> {
    let example = root::path("examples").join(name);
    let site = empty("sites", name)?;
    let module = module(name)?;
    // Beside the page, but where `wasm-pack` puts it if the example has a start of its own.
    let own = example.join("main.js").is_file();
    let out = if own { site.join("pkg") } else { site.clone() };
    bindings(&module, &out)?;
    page(&example, &site)?;
    Ok(site)
}

/// Compiles an example for the browser, and returns its module.
fn module(name: &str) -> Result<PathBuf> {
    within(name, Job::cargo(&format!("example {name}")))
        .args(["build", "--locked", "--target", TARGET])
        .quiet()?;
    // A program, or a library, whose file has underscores.
    let module = format!("hallpass-{name}.wasm");
    let modules = [module.replace('-', "_"), module];
    let built = root::path(BUILT).join(TARGET).join("debug");
    let mut modules = modules.iter().map(|module| built.join(module));
    modules
        .find(|module| module.is_file())
        .with_context(|| format!("example {name} made no module"))
}

fn bindings(module: &Path, out: &Path) -> Result<()> {
    Job::new("bindings", root::program())
        .arg(tool::BINDGEN)
        .args(["--target", "web", "--no-typescript", "--out-name", "app"])
        .arg("--out-dir")
        .args([out, module])
        .quiet()
        .map(drop)
}

/// Writes the page as `trunk` would, which reads its links.
fn page(example: &Path, site: &Path) -> Result<()> {
    let page = example.join("index.html");
    let mut html = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    for (link, made) in TRUNK {
        html = html.replace(link, made);
    }
    anyhow::ensure!(html.contains(SCRIPT), "{}: no script", page.display());
    fs::write(site.join("index.html"), html)?;
    fs::copy(example.join("style.css"), site.join("style.css"))?;
    let own = fs::read_to_string(example.join("main.js"));
    fs::write(site.join("main.js"), own.unwrap_or(START.to_owned()))?;
    Ok(())
}
