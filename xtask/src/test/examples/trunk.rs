//! `trunk build`, as it is typed in the folder of an example.

use super::{empty, within};
use crate::{run::Job, setup};
use anyhow::Result;
use std::path::PathBuf;

/// Those whose page is made for it.
pub(super) const EXAMPLES: [&str; 2] = ["yew", "leptos"];

/// Builds an example into a folder that a server can be given, and returns the folder.
pub(super) fn site(name: &str) -> Result<PathBuf> {
    let path = setup::trunk()?;
    let site = empty("trunk", name)?;
    let label = format!("example {name}, trunk");
    within(name, Job::new(&label, "trunk"))
        .args(["build", "--locked", "--dist"])
        .arg(&site)
        .env("PATH", &path)
        .quiet()?;
    Ok(site)
}
