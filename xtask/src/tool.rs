//! The tools of wasm-bindgen, linked in rather than installed.
//!
//! A bindings generator must be of the very version of the crate. As a library of this program it is
//! pinned by Cargo.lock, and nobody has to install it.

use std::{ffi::OsString, iter};

pub(crate) const TEST_RUNNER: &str = "wasm-bindgen-test-runner";
pub(crate) const BINDGEN: &str = "wasm-bindgen";

pub(crate) fn test_runner(args: Vec<OsString>) -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(named(TEST_RUNNER, args))
}

pub(crate) fn bindgen(args: Vec<OsString>) -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(named(BINDGEN, args))
}

fn named(name: &str, args: Vec<OsString>) -> impl Iterator<Item = OsString> {
    iter::once(name.into()).chain(args)
}
