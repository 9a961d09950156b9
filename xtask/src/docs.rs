//! `cargo xtask docs`: the site, which is the manual with the reference of the package and of the crate in it. A warning fails.
//!
//! It is a folder of files that a browser opens from the disk as well: search works without a server.

use crate::{build::node_program, progress::heading, root, run::Job, setup};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{fs, path::PathBuf};

const TARGETS: [&[&str]; 2] = [
    &["--features", "console_error_panic_hook,gloo,jwt"],
    &[
        "--target",
        "wasm32-unknown-unknown",
        "--features",
        "gloo,jwt,npm",
    ],
];

/// Where `cargo doc` writes, and where the site stands. `docs/typedoc.json` names the latter too.
const CRATE: &str = "target/doc";
const SITE: &str = "target/site";

pub(crate) fn run() -> Result<()> {
    setup::run(setup::Need::Docs)?;
    heading("docs");
    for target in TARGETS {
        Job::cargo("reference of the crate")
            .args(["doc", "--package", "hallpass", "--no-deps"])
            .args(target)
            .env("RUSTDOCFLAGS", "--deny warnings")
            .quiet()?;
    }
    let site = root::path(SITE);
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    Job::new(
        "manual, reference of the package",
        node_program("docs", "typedoc")?,
    )
    .args(entries()?)
    .args(["--options", "typedoc.json"])
    .dir(root::path("docs"))
    .quiet()?;
    root::copy(&root::path(CRATE), &site.join("rust"))?;
    eprintln!("  ✓ {SITE}/index.html");
    Ok(())
}

/// The sources of what the package exports, so that no entry can be left out.
fn entries() -> Result<Vec<PathBuf>> {
    let text = fs::read_to_string(root::path("pkg-template/package.json"))?;
    let manifest: Value = serde_json::from_str(&text).context("pkg-template/package.json")?;
    let exports = manifest["exports"].as_object().context("no exports")?;
    let source = |name: &String| match name.as_str() {
        "." => root::path("pkg-template/src/index.ts"),
        name => root::path("pkg-template/src").join(format!("{}.ts", &name[2..])),
    };
    Ok(exports
        .keys()
        .map(source)
        .filter(|path| path.is_file())
        .collect())
}
