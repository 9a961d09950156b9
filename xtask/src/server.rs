//! The reference server: built, started, and asked for its address.

use crate::{
    root,
    run::{Background, Job, Ready},
};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Routes that break the server on purpose, for tests alone.
pub(crate) const TEST_KNOBS: &str = "test-knobs";
/// The argument that turns them on, where they are compiled.
pub(crate) const KNOBS_ON: &str = "--test-knobs";

/// The builds of the server.
#[derive(Clone, Copy)]
pub(crate) enum Build {
    /// As its users build it: what the demo runs.
    Demo,
    /// The same, in the test command: what the examples are tested against.
    Default,
    /// With the routes that tests break it by.
    Test,
}

/// What compiles it with the same features of all that it depends on as `cargo test --workspace` does: alone it would have
/// fewer, and most of it would be compiled once more. The test is a small one, and brings in what tests depend on.
const AS_TESTED: &[&str] = &[
    "--workspace",
    "--bin",
    "hallpass-server",
    "--test",
    "architecture",
];
const ALONE: &[&str] = &["--package", "hallpass-server"];

/// Builds it, and keeps each build under a name of its own: `cargo` writes all to the same file.
pub(crate) fn build(kind: Build) -> Result<PathBuf> {
    let (selected, features, name) = match kind {
        Build::Demo => (ALONE, String::new(), "hallpass-server-default"),
        Build::Default => (AS_TESTED, String::new(), "hallpass-server-default"),
        Build::Test => (
            AS_TESTED,
            format!("hallpass-server/{TEST_KNOBS}"),
            "hallpass-server-test",
        ),
    };
    Job::cargo(&format!("reference server: {name}"))
        .arg("build")
        .args(selected)
        .args(["--features", &features])
        .quiet()?;
    let built = root::path("target/debug/hallpass-server");
    let kept = root::path("target/debug").join(name);
    // A running copy keeps its file: a new one takes the name.
    let fresh = kept.with_extension("new");
    std::fs::copy(built, &fresh)?;
    std::fs::rename(fresh, &kept)?;
    Ok(kept)
}

/// Starts it on the loopback, with the demo accounts. `said` is its URL.
pub(crate) fn start(
    program: &Path,
    port: u16,
    args: &[&str],
    show: impl Fn(&str) + Send + 'static,
) -> Result<Background> {
    Job::new("reference server", program)
        .args(["--demo", "--addr", &format!("127.0.0.1:{port}")])
        .args(args)
        .background(&Ready::Says(r"listening on (http://\S+)"), show)
}
