//! `wasm-pack`, and the generator that it looks for on PATH.

use super::cargo;
use crate::{engine::tools, root, tool};
use anyhow::Result;
use std::{ffi::OsString, fs, os::unix::fs::PermissionsExt};

const VERSION: &str = "wasm-pack@0.15.1";

/// Returns the PATH on which `wasm-pack` is, and beside it a generator of the version in Cargo.lock: wasm-pack compiles
/// one for minutes where it finds none.
pub(crate) fn ensure() -> Result<OsString> {
    cargo::program("wasm-pack", VERSION)?;
    generator()?;
    cargo::path()
}

/// Puts a generator of bindings where programs are that cargo installs: this program, by another name.
pub(super) fn generator() -> Result<()> {
    for name in [tool::BINDGEN, tool::TEST_RUNNER] {
        let script = tools().join("bin").join(name);
        let call = format!(
            "#!/bin/sh\nexec '{}' {name} \"$@\"\n",
            root::program().display()
        );
        fs::write(&script, call)?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}
