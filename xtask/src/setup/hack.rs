//! `cargo-hack`, which runs a command once for each combination of features.

use super::present;
use crate::{engine::tools, run::Job};
use anyhow::{Context, Result};
use std::{env, ffi::OsString, iter::once};

const HACK: &str = "cargo-hack@0.6.46";

/// Returns the PATH on which cargo finds it.
pub(crate) fn ensure() -> Result<OsString> {
    let path = env::var_os("PATH").context("no PATH")?;
    if which::which("cargo-hack").is_ok() {
        present("cargo-hack");
        return Ok(path);
    }
    let own = tools().join("bin");
    if !own.join("cargo-hack").is_file() {
        Job::cargo("cargo-hack (compiled once)")
            .args(["install", "--locked", HACK, "--debug", "--root"])
            .arg(tools())
            .env("CARGO_TARGET_DIR", tools().join("build"))
            .quiet()?;
    }
    present("cargo-hack");
    Ok(env::join_paths(once(own).chain(env::split_paths(&path)))?)
}
