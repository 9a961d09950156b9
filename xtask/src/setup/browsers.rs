//! Browsers from Debian, and the one driver Debian lacks.

use super::present;
use crate::{
    engine::{Engine, tools},
    run::Job,
};
use anyhow::{Result, bail};
use std::process::{Command, Stdio};

const GECKODRIVER: &str = "geckodriver@0.37.1";

pub(crate) fn ensure(engines: &[Engine]) -> Result<()> {
    let missing: Vec<&str> = engines
        .iter()
        .flat_map(|engine| engine.programs())
        .filter(|(program, _)| which::which(program).is_err())
        .map(|(_, package)| *package)
        .collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    if engines.contains(&Engine::Firefox) && Engine::Firefox.driver().is_none() {
        Job::cargo("geckodriver (compiled once, some minutes)")
            .args(["install", "--locked", GECKODRIVER, "--debug", "--root"])
            .arg(tools())
            .env("CARGO_TARGET_DIR", tools().join("build"))
            .quiet()?;
    }
    let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
    present(&format!("browsers and drivers: {}", names.join(", ")));
    Ok(())
}

fn install(packages: &[&str]) -> Result<()> {
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

fn succeeds(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    command
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
