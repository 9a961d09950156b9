//! Every combination of the crate's features, on both targets; and the crate as it would be published.

use super::outcome::Outcome;
use crate::{run::Job, setup};
use anyhow::Result;

const SUITE: &str = "native";
const BROWSER: &[&str] = &["--target", "wasm32-unknown-unknown"];
/// The planted bugs are for tests on the host alone.
const COMBINATIONS: [(&str, &[&str], &str); 2] = [
    ("features, host", &[], "default"),
    ("features, wasm32", BROWSER, "default,planted-bugs"),
];

pub(crate) fn run() -> Result<Vec<Outcome>> {
    let hack = setup::hack()?;
    let mut outcomes = Vec::new();
    for (label, target, excluded) in COMBINATIONS {
        let linted = Job::cargo(label)
            .env("PATH", &hack)
            .args(["hack", "clippy", "--package", "hallpass", "--lib"])
            .args(["--feature-powerset", "--exclude-features", excluded])
            .arg("--keep-going")
            .args(target)
            .args(["--", "--deny", "warnings"])
            .stream()?;
        outcomes.push(Outcome::check(SUITE, label, &linted));
    }
    let label = "as published";
    let packed = Job::cargo(label)
        .args(["publish", "--dry-run", "--allow-dirty"])
        .args(["--package", "hallpass"])
        .args(BROWSER)
        .stream()?;
    outcomes.push(Outcome::check(SUITE, label, &packed));
    Ok(outcomes)
}
