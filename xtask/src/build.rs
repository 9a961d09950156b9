//! `cargo xtask build`: lays out `pkg/` as npm would pack it.

mod imports;
mod inline;
mod kept;
mod layout;
mod pack;
mod wasm;

pub(crate) use pack::pack;

use crate::{generate, progress::heading, root, run::Job, setup};
use anyhow::{Result, bail};
use std::{fs, path::Path};

pub(crate) fn run() -> Result<()> {
    setup::run(setup::Need::Package)?;
    package()
}

/// The command: builds, packs, and says how to install the archive.
pub(crate) fn command() -> Result<()> {
    run()?;
    println!("\n  npm install {}\n", pack()?.display());
    Ok(())
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
    generate::check_bundles()?;
    generate::write_modules(&pkg)?;
    layout::complete(&pkg)?;
    for module in ["session.wasm", "jwt.wasm"] {
        let bytes = fs::metadata(pkg.join(module))?.len();
        eprintln!("  ✓ pkg/{module}: {bytes} bytes");
    }
    Ok(())
}

/// Checks all that ships, the page included, and compiles the facade.
fn typescript(pkg: &Path) -> Result<()> {
    let compiler = || node_program("pkg-template", "tsc");
    Job::new("types", compiler()?)
        .arg("--project")
        .arg(root::path("pkg-template"))
        .quiet()?;
    Job::new("typescript", compiler()?)
        .arg("--project")
        .arg(root::path("pkg-template/tsconfig.emit.json"))
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
