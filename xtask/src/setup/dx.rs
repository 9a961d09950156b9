//! `dx`, which builds applications of Dioxus, and the programs that it looks for on PATH.

use super::{cargo, wasm_pack};
use crate::root;
use anyhow::Result;
use std::{env, ffi::OsString, iter::once};

/// The version of Dioxus in the lock of the example: `dx` warns of another.
const VERSION: &str = "dioxus-cli@0.7.10";
/// Where `esbuild` is, which `dx` wants though it has nothing to bundle here.
const BUNDLER: &str = "tests/node_modules/.bin";

/// Returns the PATH on which `dx` is, beside it a generator of the version in Cargo.lock, and the bundler.
pub(crate) fn ensure() -> Result<OsString> {
    cargo::program("dx", VERSION)?;
    wasm_pack::generator()?;
    let path = cargo::path()?;
    let bundler = root::path(BUNDLER);
    Ok(env::join_paths(
        env::split_paths(&path).chain(once(bundler)),
    )?)
}
