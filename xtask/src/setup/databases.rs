//! The databases that instances of the server share, from Debian: the tests start each by themselves.

use super::{apt, present};
use anyhow::Result;
use std::{fs, path::Path};

pub(crate) fn ensure() -> Result<()> {
    let mut missing = Vec::new();
    if !has_postgres() {
        missing.push("postgresql");
    }
    if which::which("redis-server").is_err() {
        missing.push("redis-server");
    }
    if !missing.is_empty() {
        apt::install(&missing)?;
    }
    present("databases: postgresql, redis-server");
    Ok(())
}

/// Debian keeps its programs off the path, in a folder a version.
fn has_postgres() -> bool {
    let versions = fs::read_dir(Path::new("/usr/lib/postgresql"));
    let mut versions = versions.into_iter().flatten().flatten();
    versions.any(|version| version.path().join("bin/initdb").exists())
        || which::which("initdb").is_ok()
}
