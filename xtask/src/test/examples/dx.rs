//! `dx build`, as it is typed in the folder of the example.

use super::{BUILT, empty, within};
use crate::{root, run::Job, setup};
use anyhow::Result;
use std::{fs, path::PathBuf};

pub(super) const NAME: &str = "dioxus";
/// Where `dx` puts what it makes, in the folder that cargo builds into.
const MADE: &str = "dx/hallpass-dioxus/debug/web";

/// Builds the application of the browser into a folder that a server can be given, and returns the folder.
pub(super) fn site() -> Result<PathBuf> {
    let made = build("example dioxus, dx", &[])?;
    let site = empty("sites", NAME)?;
    fs::rename(made.join("public"), &site)?;
    Ok(site)
}

/// Builds both halves of a fullstack application: returns the folder with the server and, beside it, what that hands out.
pub(super) fn fullstack() -> Result<PathBuf> {
    build(
        "example dioxus, dx, fullstack",
        &["--fullstack", "--features", "dioxus/fullstack"],
    )
}

fn build(label: &str, args: &[&str]) -> Result<PathBuf> {
    let path = setup::dx()?;
    let made = root::path(BUILT).join(MADE);
    if made.exists() {
        fs::remove_dir_all(&made)?;
    }
    within(NAME, Job::new(label, "dx"))
        .args(["build", "--cargo-args=--locked"])
        .args(args)
        .env("PATH", &path)
        // It asks for programs of its own otherwise, and tells its makers about each run.
        .env("NO_DOWNLOADS", "1")
        .env("DX_TELEMETRY_ENABLED", "false")
        .quiet()?;
    Ok(made)
}
