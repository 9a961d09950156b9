//! The wasm target and the source of the standard library.

use super::present;
use crate::run::Job;
use anyhow::{Context, Result};
use std::{path::Path, process::Command};

const TARGET: &str = "wasm32-unknown-unknown";

/// rust-toolchain.toml names both, so rustup has mostly brought them before this program was built.
pub(crate) fn ensure() -> Result<()> {
    let out = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .context("no rustc")?;
    let library = Path::new(String::from_utf8_lossy(&out.stdout).trim()).join("lib/rustlib");
    let has_target = library.join(TARGET).is_dir();
    let has_source = library.join("src/rust/library/Cargo.lock").is_file();
    if !has_target {
        Job::new("rustup: wasm target", "rustup")
            .args(["target", "add", TARGET])
            .quiet()?;
    }
    if !has_source {
        Job::new("rustup: rust-src", "rustup")
            .args(["component", "add", "rust-src"])
            .quiet()?;
    }
    present("rust: wasm target, rust-src");
    Ok(())
}

/// Brings another compiler, with the target.
pub(crate) fn toolchain(version: &str) -> Result<()> {
    Job::new(&format!("rustup: rust {version}"), "rustup")
        .args(["toolchain", "install", version, "--profile", "minimal"])
        .args(["--target", TARGET, "--no-self-update"])
        .quiet()?;
    present(&format!("rust {version}"));
    Ok(())
}
