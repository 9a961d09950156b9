//! `cargo leptos`, which builds both halves of an application of Leptos, and the generator that it looks for on PATH.

use super::{cargo, wasm_pack};
use anyhow::Result;
use std::ffi::OsString;

/// The newest that compiles with the compiler of this workspace.
const VERSION: &str = "cargo-leptos@0.3.10";

/// Returns the PATH on which `cargo leptos` is, and beside it a generator of the version in Cargo.lock: it downloads one
/// where it finds none.
pub(crate) fn ensure() -> Result<OsString> {
    cargo::program("cargo-leptos", VERSION)?;
    wasm_pack::generator()?;
    cargo::path()
}
