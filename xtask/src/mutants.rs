//! `cargo xtask mutants`: changes the machine, one place at a time, and lists what no scenario and no property notices.

use crate::{root, run::Job, setup};
use anyhow::{Result, bail};
use std::{fs, path::PathBuf, time::Duration};

/// What decides about the end of sessions, about whose they are and about renewals.
const FILES: [&str; 10] = [
    "check",
    "flight",
    "known",
    "lock",
    "logout",
    "peers",
    "refresh",
    "requests",
    "tabs",
    "tombstone",
];
/// What tests them.
const TESTS: [&str; 2] = ["machine", "properties"];
/// A crate of the machine alone: it depends on nothing, so a mutant is built and tested in three seconds instead of thirty.
const MANIFEST: &str = r#"
[package]
name = "hallpass"
edition = "2024"
autotests = false

[workspace]

[features]
planted-bugs = []

[dev-dependencies]
proptest = "1"

[profile.test]
debug = 0

[[test]]
name = "machine"
path = "tests/machine/main.rs"

[[test]]
name = "properties"
path = "tests/properties/main.rs"
"#;
const ROOT: &str = "extern crate alloc;\npub mod machine;\n";
/// The longest that all of it takes: there are six hundred mutants, and what lives takes ten seconds.
const LIMIT: Duration = Duration::from_hours(4);
/// The longest that the tests of one mutant take, in seconds: what loops for ever counts as noticed.
const TIMEOUT: &str = "30";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Files of `src/machine`, by name without the ending; if none is named, those that decide most
    files: Vec<String>,
    /// Only this part of the mutants, as in `0/8`: the parts can run on machines of their own
    #[arg(long)]
    shard: Option<String>,
    /// Lists the mutants and tests none
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let path = setup::mutants()?;
    let named = options.files.iter().map(String::as_str);
    let files: Vec<&str> = if options.files.is_empty() {
        FILES.to_vec()
    } else {
        named.collect()
    };
    let mut job = Job::cargo("mutants")
        .env("PATH", path)
        .args(["mutants", "--no-shuffle", "--in-place", "--dir"])
        .arg(machine_alone()?)
        .limit(LIMIT);
    for file in files {
        job = job.args(["--file", &format!("src/machine/{file}.rs")]);
    }
    if let Some(shard) = &options.shard {
        job = job.args(["--shard", shard]);
    }
    if options.list {
        job = job.arg("--list");
    } else {
        job = job
            .args(["--timeout", TIMEOUT, "--output"])
            .arg(root::path("target"))
            .arg("--");
        job = job.args(TESTS.iter().flat_map(|test| ["--test", test]));
    }
    if !job.stream()?.success {
        bail!(
            "some mutants live: target/mutants.out/missed.txt names them, tests/mutants.md those that are known"
        );
    }
    Ok(())
}

/// Writes a crate that has the machine and its tests, and nothing else.
fn machine_alone() -> Result<PathBuf> {
    let dir = root::path("target/mutants");
    for part in ["src", "tests"] {
        let part = dir.join(part);
        if part.exists() {
            fs::remove_dir_all(part)?;
        }
    }
    root::copy(&root::path("src/machine"), &dir.join("src/machine"))?;
    for test in TESTS {
        root::copy(
            &root::path("tests").join(test),
            &dir.join("tests").join(test),
        )?;
    }
    fs::write(dir.join("src/lib.rs"), ROOT)?;
    fs::write(dir.join("Cargo.toml"), MANIFEST)?;
    fs::copy(root::path("Cargo.lock"), dir.join("Cargo.lock"))?;
    Ok(dir)
}
