//! `trunk build`, as it is typed in the folder of an example.

use super::{BUILT, by_hand};
use crate::{root, run::Job, setup};
use anyhow::Result;
use std::path::PathBuf;

/// Those whose page is made for it.
pub(super) const EXAMPLES: [&str; 2] = ["yew", "leptos"];

/// Builds an example into a folder that a server can be given, and returns the folder.
pub(super) fn site(name: &str) -> Result<PathBuf> {
    let path = setup::trunk()?;
    let site = by_hand::empty("trunk", name)?;
    Job::new(&format!("example {name}, trunk"), "trunk")
        .args(["build", "--locked", "--dist"])
        .arg(&site)
        .env("PATH", &path)
        .env("CARGO_TARGET_DIR", root::path(BUILT))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .dir(root::path("examples").join(name))
        .limit(super::COLD)
        .quiet()?;
    Ok(site)
}
