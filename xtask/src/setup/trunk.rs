//! `trunk`, which builds the pages of Leptos and Yew, and the generator that it looks for on PATH.

use super::{cargo, wasm_pack};
use anyhow::Result;
use std::ffi::OsString;

/// The newest that compiles with the compiler of this workspace.
const VERSION: &str = "trunk@0.21.14";

/// Returns the PATH on which `trunk` is, and beside it a generator of the version in Cargo.lock: trunk downloads one
/// where it finds none.
pub(crate) fn ensure() -> Result<OsString> {
    cargo::program("trunk", VERSION)?;
    wasm_pack::generator()?;
    cargo::path()
}
