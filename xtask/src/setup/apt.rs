//! Packages of Debian, where they may be installed without a question being asked.

use crate::run::Job;
use anyhow::{Result, bail};
use std::{
    ffi::OsStr,
    process::{Command, Stdio},
};

/// Installs packages of Debian, or says how.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let Some(apt) = apt() else {
        bail!(
            "missing: {list}\ninstall them, on Debian by:\n  \
             sudo apt-get update && sudo apt-get install -y --no-install-recommends {list}"
        );
    };
    apt_get(&apt, "apt-get update").arg("update").quiet()?;
    apt_get(&apt, &format!("apt-get install {list}"))
        .args(["install", "-y", "--no-install-recommends"])
        .args(packages)
        .quiet()?;
    Ok(())
}

fn apt_get(apt: &[&str], label: &str) -> Job {
    Job::new(label, apt[0])
        .args(&apt[1..])
        .env("DEBIAN_FRONTEND", "noninteractive")
}

/// How to call apt-get without a question being asked, if it can be called at all.
fn apt() -> Option<Vec<&'static str>> {
    which::which("apt-get").ok()?;
    if succeeds("sh", &["-c", "test \"$(id -u)\" = 0"]) {
        Some(vec!["apt-get"])
    } else if succeeds("sudo", &["-n", "true"]) {
        Some(vec![
            "sudo",
            "-n",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
        ])
    } else {
        None
    }
}

/// Whether a command, run in silence, ends well.
pub(super) fn succeeds(program: impl AsRef<OsStr>, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    command
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
