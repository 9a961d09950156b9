//! The archive of the package, as npm would publish it.

use crate::{root, run::Job};
use anyhow::Result;
use std::{fs, path::PathBuf};

/// Packs `pkg/`; an app installs this file, since npm would link a folder.
pub(crate) fn pack() -> Result<PathBuf> {
    let dir = root::path("target/package");
    fs::create_dir_all(&dir)?;
    Job::new("npm pack", "npm")
        .args(["pack", "--ignore-scripts", "--pack-destination"])
        .arg(&dir)
        .dir(root::path("pkg"))
        .quiet()?;
    Ok(dir.join(format!("hallpass-{}.tgz", env!("CARGO_PKG_VERSION"))))
}
