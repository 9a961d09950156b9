//! Back ends out of their registries: whether each still keeps its contract, and whether the package
//! gets along with it in a browser.

use super::{node, outcome::Outcome, require};
use crate::{
    engine::Engine,
    run::{Finished, Job},
    setup,
};
use anyhow::Result;
use std::path::Path;

const SUITE: &str = "interop";
const CONTRACTS: &str = "tests/interop/contracts";

/// What runs unless all are asked for: one a kind, and the most used of its kind.
const USUAL: [&str; 4] = [
    "better-auth",
    "django-allauth",
    "express-session",
    "flask-jwt-extended",
];

pub(super) fn exists() -> bool {
    node::exists(CONTRACTS)
}

pub(super) fn run(_engines: &[Engine], full: bool) -> Result<Vec<Outcome>> {
    require(exists(), CONTRACTS)?;
    setup::run(setup::Need::Interop)?;
    let contracts = contracts(full)?;
    Ok(vec![Outcome::node(SUITE, "contracts", &contracts)])
}

fn contracts(full: bool) -> Result<Finished> {
    let files = node::files(CONTRACTS).into_iter();
    let chosen = files.filter(|file| full || USUAL.iter().any(|name| is_of(file, name)));
    told(node::tests("contracts of back ends", chosen)).stream()
}

fn told(job: Job) -> Job {
    job.env("HALLPASS_PYTHON", setup::python())
}

fn is_of(file: &Path, server: &str) -> bool {
    file.file_name() == Some(format!("{server}.test.mjs").as_ref())
}
