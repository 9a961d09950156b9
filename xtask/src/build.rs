//! `cargo xtask build`: lays out `pkg/` as npm would pack it.

mod imports;
mod inline;
mod layout;
mod wasm;

use crate::{presets, progress::heading, root, run::Job, setup};
use anyhow::{Result, bail};
use std::{fs, path::Path};

pub(crate) fn run() -> Result<()> {
    setup::run(setup::Need::Package)?;
    package()
}

/// Builds with what is installed.
pub(crate) fn package() -> Result<()> {
    heading("build");
    let pkg = root::path("pkg");
    if pkg.exists() {
        fs::remove_dir_all(&pkg)?;
    }
    fs::create_dir_all(&pkg)?;
    wasm::build(&pkg)?;
    wasm::build_jwt(&pkg)?;
    inline::write(&pkg, "session.wasm", "inline.js")?;
    inline::write(&pkg, "jwt.wasm", "jwt-inline.js")?;
    typescript(&pkg)?;
    presets::write_modules(&pkg)?;
    layout::complete(&pkg)?;
    for module in ["session.wasm", "jwt.wasm"] {
        let bytes = fs::metadata(pkg.join(module))?.len();
        eprintln!("  ✓ pkg/{module}: {bytes} bytes");
    }
    Ok(())
}

fn typescript(pkg: &Path) -> Result<()> {
    let compiler = node_program("pkg-template", "tsc")?;
    Job::new("typescript", compiler)
        .arg("--project")
        .arg(root::path("pkg-template"))
        .arg("--outDir")
        .arg(pkg)
        .quiet()?;
    Ok(())
}

/// A program which an npm package of `dir` brings.
pub(crate) fn node_program(dir: &str, name: &str) -> Result<std::path::PathBuf> {
    let program = root::path(dir).join("node_modules/.bin").join(name);
    if !program.exists() {
        bail!("{dir} has no {name}: run `npm install` there once to write its package-lock.json");
    }
    Ok(program)
}
