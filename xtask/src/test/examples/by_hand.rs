//! What the framework's tool does, without one that would fetch others: compiles, generates the bindings, and puts the
//! page beside them.

use super::{BUILT, COLD, TARGET};
use crate::{root, run::Job, tool};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};

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
pub(super) fn site(kind: &str, name: &str, args: &[&str]) -> Result<PathBuf> {
    let example = root::path("examples").join(name);
    let site = empty(kind, name)?;
    let module = module(name, args)?;
    // Beside the page, but where `wasm-pack` puts it if the example has a start of its own.
    let own = example.join("main.js").is_file();
    let out = if own { site.join("pkg") } else { site.clone() };
    bindings(&module, "app", &out)?;
    page(&example, &site)?;
    Ok(site)
}

/// Returns an empty folder for what is built of an example.
pub(super) fn empty(kind: &str, name: &str) -> Result<PathBuf> {
    let dir = root::path(BUILT).join(kind).join(name);
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir_all(&dir)?;
    Ok(dir)
}

/// Cargo in the folder of an example; all of them share what they compile.
pub(super) fn cargo(label: &str, name: &str) -> Job {
    Job::cargo(label)
        .env("CARGO_TARGET_DIR", root::path(BUILT))
        // It is never debugged: half as long to write.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .dir(root::path("examples").join(name))
        .limit(COLD)
}

/// Compiles an example for the browser, and returns its module.
pub(super) fn module(name: &str, args: &[&str]) -> Result<PathBuf> {
    cargo(&format!("example {name}"), name)
        .args(["build", "--locked", "--target", TARGET])
        .args(args)
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

pub(super) fn bindings(module: &Path, name: &str, out: &Path) -> Result<()> {
    Job::new("bindings", root::program())
        .arg(tool::BINDGEN)
        .args(["--target", "web", "--no-typescript", "--out-name", name])
        .arg("--out-dir")
        .args([out, module])
        .quiet()
        .map(drop)
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
