//! The page as the crate carries it: one file, where the npm package has the application's own bundler.
//!
//! An application in Rust loads each file as it stands. One file is one request, and the server of wasm-bindgen's test
//! runner loses connections when a browser fetches many at once (docs/upstream).

use super::Made;
use crate::{build::node_program, root, run::Job};
use anyhow::{Result, bail};
use std::{fs, path::Path};

/// The folder of the entries, the folder of what is made of them, and how.
const BUNDLES: [(&str, &str, &[&str]); 2] = [
    (
        "src/browser/entries",
        "src/browser/generated",
        // Members that begin with `_` are the page's own, and no other file names them. Where the file comes from its
        // folder says: every application in Rust would load a line about it.
        &["--minify", "--mangle-props=^_[a-z]"],
    ),
    ("tests/wasm/adapters", "tests/wasm/generated", &[ORIGIN]),
];

const ORIGIN: &str = "--banner:js=// Made by `cargo xtask generate`; not to be edited.";

/// Bundles what the entries name.
pub(super) fn all() -> Result<Vec<Made>> {
    let mut made = Vec::new();
    for (entries, to, how) in BUNDLES {
        let out = root::path("target/generated").join(to);
        let entries = files(&root::path(entries))?;
        Job::new(
            "bundle for the crate",
            node_program("pkg-template", "esbuild")?,
        )
        .args([
            "--bundle",
            "--format=esm",
            "--target=es2022",
            "--charset=utf8",
        ])
        .arg("--log-level=warning")
        .args(how)
        .arg(format!("--outdir={}", out.display()))
        .args(&entries)
        .quiet()?;
        for entry in entries {
            let script = entry.with_extension("js");
            let name = script.file_name().unwrap_or_default();
            made.push(Made {
                path: root::path(to).join(name),
                text: fs::read_to_string(out.join(name))?,
            });
        }
    }
    Ok(made)
}

/// Fails where a bundle is not what its sources would make.
pub(crate) fn check() -> Result<()> {
    for Made { path, text } in all()? {
        if fs::read_to_string(&path).unwrap_or_default() != text {
            bail!(
                "{} is out of date: run `cargo xtask generate`",
                path.display()
            );
        }
    }
    Ok(())
}

fn files(dir: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for file in fs::read_dir(dir)? {
        files.push(file?.path());
    }
    files.sort();
    Ok(files)
}
