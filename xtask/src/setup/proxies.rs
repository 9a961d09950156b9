//! Programs of Debian that stand around the server where it is deployed.

use super::{apt, present};
use anyhow::Result;
use std::path::PathBuf;

/// Each program with the package that brings it.
const DEPLOYED: [(&str, &str); 4] = [
    ("nginx", "nginx"),
    ("caddy", "caddy"),
    ("openssl", "openssl"),
    ("systemd-analyze", "systemd"),
];
const SEVERAL: [(&str, &str); 2] = [("nginx", "nginx"), ("redis-server", "redis-server")];

/// What the tests of the files in `www/server/deploy` start.
pub(crate) fn deployed() -> Result<()> {
    ensure(&DEPLOYED)
}

/// What several instances of the demo need.
pub(crate) fn several() -> Result<()> {
    ensure(&SEVERAL)
}

/// Where nginx is: Debian keeps it off the path of users.
pub(crate) fn nginx() -> PathBuf {
    found("nginx").unwrap_or_else(|| "nginx".into())
}

fn found(program: &str) -> Option<PathBuf> {
    let elsewhere = PathBuf::from("/usr/sbin").join(program);
    which::which(program)
        .ok()
        .or_else(|| elsewhere.is_file().then_some(elsewhere))
}

fn ensure(needed: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<&str> = needed
        .iter()
        .filter(|(program, _)| found(program).is_none())
        .map(|(_, package)| *package)
        .collect();
    if !missing.is_empty() {
        apt::install(&missing)?;
    }
    let names: Vec<&str> = needed.iter().map(|(program, _)| *program).collect();
    present(&names.join(", "));
    Ok(())
}
