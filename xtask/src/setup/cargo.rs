//! Programs that cargo installs: compiled once, into a folder of this workspace.

use super::present;
use crate::{engine::tools, run::Job};
use anyhow::{Context, Result};
use std::{env, ffi::OsString, iter::once};

const HACK: &str = "cargo-hack@0.6.46";
const DENY: &str = "cargo-deny@0.20.2";
const MUTANTS: &str = "cargo-mutants@27.1.0";

/// Installs `cargo-hack`, which runs a command once for each combination of features, and `cargo-deny`, which judges
/// dependencies. Returns the PATH on which cargo finds them.
pub(crate) fn commands() -> Result<OsString> {
    program("cargo-hack", HACK)?;
    program("cargo-deny", DENY)?;
    path()
}

/// Installs `cargo-mutants`, and returns the PATH on which cargo finds it.
pub(crate) fn mutants() -> Result<OsString> {
    program("cargo-mutants", MUTANTS)?;
    path()
}

/// Installs a program unless it is on PATH, or was installed before.
pub(super) fn program(name: &str, version: &str) -> Result<()> {
    let own = tools().join("bin").join(name);
    if which::which(name).is_err() && !own.is_file() {
        Job::cargo(&format!("{name} (compiled once)"))
            .args(["install", "--locked", version, "--debug", "--root"])
            .arg(tools())
            .env("CARGO_TARGET_DIR", tools().join("build"))
            // A debugger is not run on them: a sixth less to compile.
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .quiet()?;
    }
    present(name);
    Ok(())
}

/// Returns PATH with what was installed here in front.
pub(crate) fn path() -> Result<OsString> {
    let path = env::var_os("PATH").context("no PATH")?;
    let own = tools().join("bin");
    Ok(env::join_paths(once(own).chain(env::split_paths(&path)))?)
}
