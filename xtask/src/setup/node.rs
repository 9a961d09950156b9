//! Node and the packages of each folder that has a package-lock.json.

use super::present;
use crate::{root, run::Job};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path, process::Command, time::SystemTime};

const OLDEST: u32 = 20;

pub(crate) fn ensure(dirs: &[&str]) -> Result<()> {
    version()?;
    for dir in dirs {
        let dir_path = root::path(dir);
        if !dir_path.join("package-lock.json").is_file() {
            continue;
        }
        if is_fresh(&dir_path) {
            present(&format!("npm packages of {dir}"));
        } else {
            Job::new(&format!("npm ci in {dir}"), "npm")
                .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
                .dir(&dir_path)
                .quiet()?;
        }
    }
    Ok(())
}

fn version() -> Result<()> {
    let wanted = format!("hallpass needs Node {OLDEST} or later (with npm) on PATH");
    let out = Command::new("node")
        .arg("--version")
        .output()
        .with_context(|| wanted.clone())?;
    let version = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|n| n.parse().ok());
    if major.is_none_or(|major: u32| major < OLDEST) {
        bail!("{wanted}; found {version}");
    }
    which::which("npm").context(wanted)?;
    present(&format!("node {version}"));
    Ok(())
}

/// npm writes its own copy of the lock last, so that copy tells what has been installed, and when.
fn is_fresh(dir: &Path) -> bool {
    let written = |path: &str| -> Option<SystemTime> {
        fs::metadata(dir.join(path))
            .and_then(|file| file.modified())
            .ok()
    };
    written("node_modules/.package-lock.json") >= written("package-lock.json")
}
