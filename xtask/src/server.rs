//! The reference server: built, started, and asked for its address.

use crate::{
    root,
    run::{Background, Job, Ready},
};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Routes that break the server on purpose, for tests alone.
pub(crate) const TEST_KNOBS: &str = "test-knobs";

/// Builds it; the test build is kept apart, so that a demo can run beside a test.
pub(crate) fn build(features: &[&str]) -> Result<PathBuf> {
    Job::cargo("reference server")
        .args([
            "build",
            "--package",
            "hallpass-server",
            "--features",
            &features.join(","),
        ])
        .quiet()?;
    let built = root::path("target/debug/hallpass-server");
    if features.is_empty() {
        return Ok(built);
    }
    let kept = root::path("target/debug/hallpass-server-test");
    // A running copy keeps its file: a new one takes the name.
    let fresh = kept.with_extension("new");
    std::fs::copy(built, &fresh)?;
    std::fs::rename(fresh, &kept)?;
    Ok(kept)
}

/// Starts it on the loopback. `said` is its URL.
pub(crate) fn start(
    program: &Path,
    port: u16,
    args: &[&str],
    show: impl Fn(&str) + Send + 'static,
) -> Result<Background> {
    Job::new("reference server", program)
        .args(["--addr", &format!("127.0.0.1:{port}")])
        .args(args)
        .background(&Ready::Says(r"listening on (http://\S+)"), show)
}
