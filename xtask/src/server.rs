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

/// The two builds of the server.
#[derive(Clone, Copy)]
pub(crate) enum Build {
    /// As its users build it: what the demo runs, and what the examples are tested against.
    Default,
    /// With the routes that tests break it by.
    Test,
}

/// Builds it, and keeps each build under a name of its own: `cargo` writes both to the same file.
pub(crate) fn build(kind: Build) -> Result<PathBuf> {
    let (features, name) = match kind {
        Build::Default => ("", "hallpass-server-default"),
        Build::Test => (TEST_KNOBS, "hallpass-server-test"),
    };
    Job::cargo(&format!("reference server: {name}"))
        .args(["build", "--package", "hallpass-server", "--features"])
        .arg(features)
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
