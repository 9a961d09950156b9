//! Each entry of the package, bundled and minified by esbuild as an app would do it.

use super::{Row, weight::Weight};
use crate::{build::node_program, root, run::Job};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// What the app has anyway.
const EXTERNALS: [&str; 9] = [
    "@angular/*",
    "rxjs",
    "react",
    "react/jsx-runtime",
    "vue",
    "svelte",
    "solid-js",
    "axios",
    "ky",
];
/// Not code, or code for a server, for tests and for development, and not for an app as its users get it.
const UNWEIGHED: [&str; 8] = [
    "./package.json",
    "./session.wasm",
    "./jwt.wasm",
    "./wasm-url",
    "./testing",
    "./msw",
    "./devtools",
    "./server",
];

pub(crate) struct Bundle {
    /// As an app imports it.
    pub entry: String,
    /// Chunks loaded lazily included.
    pub files: Vec<Row>,
}

pub(crate) fn all() -> Result<Vec<Bundle>> {
    let dir = root::path("target/size");
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    fs::create_dir_all(dir.join("node_modules"))?;
    symlink(root::path("pkg"), dir.join("node_modules/hallpass"))?;
    entries()?
        .into_iter()
        .map(|entry| bundle(&dir, entry))
        .collect()
}

fn bundle(dir: &Path, entry: String) -> Result<Bundle> {
    let name = entry.replace('/', "-");
    let out = dir.join(&name);
    let app = dir.join(format!("{name}.js"));
    fs::write(&app, format!("export * from {entry:?};\n"))?;
    let externals = EXTERNALS.map(|name| format!("--external:{name}"));
    Job::new(
        &format!("bundle {entry}"),
        node_program("pkg-template", "esbuild")?,
    )
    .arg(&app)
    .args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--splitting",
        "--legal-comments=none",
    ])
    .args(["--chunk-names=[name]", "--log-level=warning"])
    .args(externals)
    .arg(format!("--outdir={}", out.display()))
    .dir(dir)
    .quiet()?;
    let mut paths: Vec<PathBuf> = fs::read_dir(&out)?
        .map(|file| Ok(file?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    let files = paths
        .iter()
        .map(|path| weigh(&entry, path))
        .collect::<Result<_>>()?;
    Ok(Bundle { entry, files })
}

fn weigh(entry: &str, path: &Path) -> Result<Row> {
    let file = path.file_name().unwrap_or_default().display();
    Ok(Row {
        name: format!("{entry}: {file}"),
        weight: Weight::of(&fs::read(path)?)?,
    })
}

/// The names the manifest exports; a pattern stands for the files there are.
fn entries() -> Result<Vec<String>> {
    let manifest = fs::read_to_string(root::path("pkg/package.json"))?;
    let manifest: Value = serde_json::from_str(&manifest)?;
    let exports = manifest["exports"]
        .as_object()
        .context("the manifest has no exports")?;
    let mut entries = Vec::new();
    for name in exports
        .keys()
        .filter(|name| !UNWEIGHED.contains(&name.as_str()))
    {
        let entry = name.replacen('.', "hallpass", 1);
        match entry.strip_suffix('*') {
            None => entries.push(entry),
            Some(prefix) => entries
                .extend(modules(name.trim_end_matches('*'))?.map(|file| format!("{prefix}{file}"))),
        }
    }
    Ok(entries)
}

fn modules(dir: &str) -> Result<impl Iterator<Item = String>> {
    let dir = root::path("pkg").join(dir);
    let files = if dir.is_dir() {
        fs::read_dir(dir)?.collect::<Result<Vec<_>, _>>()?
    } else {
        vec![]
    };
    let mut names: Vec<_> = files
        .iter()
        .map(|file| file.file_name().display().to_string())
        .collect();
    names.sort();
    Ok(names
        .into_iter()
        .filter_map(|name| name.strip_suffix(".js").map(str::to_owned)))
}
