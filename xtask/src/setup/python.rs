//! Python, and the packages of tests/interop/requirements.txt in an environment of their own.

use super::{apt, present};
use crate::{root, run::Job};
use anyhow::{Context, Result, bail};
use std::{fs, path::PathBuf};

const REQUIREMENTS: &str = "tests/interop/requirements.txt";
const ENVIRONMENT: &str = "target/interop/python";
/// What the pinned packages need.
const SUPPORTED: &str = "import sys; sys.exit(sys.version_info < (3, 10))";

/// The interpreter that finds those packages.
pub(crate) fn interpreter() -> PathBuf {
    root::path(ENVIRONMENT).join("bin/python")
}

pub(super) fn ensure() -> Result<()> {
    let wanted = fs::read_to_string(root::path(REQUIREMENTS)).context(REQUIREMENTS)?;
    // Written last, so it tells what has been installed.
    let stamp = root::path(ENVIRONMENT).join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted)
        && apt::succeeds(interpreter(), &["-c", SUPPORTED])
    {
        present(&format!("python packages of {REQUIREMENTS}"));
        return Ok(());
    }
    let pip = environment()?;
    pip.args(["install", "--quiet", "--disable-pip-version-check"])
        .args(["--require-hashes", "--requirement"])
        .arg(root::path(REQUIREMENTS))
        .quiet()?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// Creates the environment, and returns the pip that installs into it.
fn environment() -> Result<Job> {
    let dir = root::path(ENVIRONMENT);
    if dir.exists() {
        fs::remove_dir_all(&dir)?;
    }
    if which::which("python3").is_err() {
        apt::install(&["python3", "python3-venv"])?;
    }
    if !apt::succeeds("python3", &["-c", SUPPORTED]) {
        bail!("the tests against other back ends need Python 3.10 or later as python3 on PATH");
    }
    let create = |more: &[&str]| {
        let args = [&["-m", "venv"], more, &[ENVIRONMENT]].concat();
        apt::succeeds("python3", &args)
    };
    // Debian keeps the part that brings pip in a package of its own.
    if create(&[]) {
        return Ok(Job::new("pip install", interpreter()).args(["-m", "pip"]));
    }
    let installed = apt::install(&["python3-venv"]);
    if installed.is_ok() && create(&["--clear"]) {
        return Ok(Job::new("pip install", interpreter()).args(["-m", "pip"]));
    }
    // An environment without a pip of its own takes that of python3.
    if apt::succeeds("python3", &["-m", "pip", "--version"])
        && create(&["--clear", "--without-pip"])
    {
        let job = Job::new("pip install", "python3").args(["-m", "pip", "--python"]);
        return Ok(job.arg(interpreter()));
    }
    installed?;
    bail!("`python3 -m venv {ENVIRONMENT}` fails: run it to see why");
}
