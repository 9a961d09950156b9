//! `cargo xtask docs`: the reference of the crate and of the package, out of the code. A warning fails.

use crate::{build::node_program, progress::heading, root, run::Job, setup};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{fs, path::PathBuf};

const TARGETS: [&[&str]; 2] = [
    &["--features", "jwt"],
    &[
        "--target",
        "wasm32-unknown-unknown",
        "--features",
        "gloo,jwt,npm",
    ],
];

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
    Job::new("reference of the package", node_program("docs", "typedoc")?)
        .args(entries()?)
        .args(["--options", "typedoc.json"])
        .dir(root::path("docs"))
        .quiet()?;
    eprintln!("  ✓ target/doc/hallpass/index.html, target/doc/npm/index.html; the manual is docs/");
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
