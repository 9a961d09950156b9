//! Leptos: `cargo leptos build`, as it is typed in the folder of the example.

use super::{BUILT, Rendered, within};
use crate::{root, run::Job, setup};
use anyhow::Result;
use std::fs;

pub(super) const NAME: &str = "leptos-ssr";

/// The server, the module, and the site that the server hands out.
pub(super) fn build() -> Result<Rendered> {
    let path = setup::cargo_leptos()?;
    let built = root::path(BUILT);
    let site = built.join("site");
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    within(NAME, Job::new("example leptos-ssr, cargo leptos", "cargo"))
        .args(["leptos", "build", "--cargo-locked"])
        .env("PATH", &path)
        .quiet()?;
    Ok(Rendered {
        program: built.join("debug/hallpass-leptos-ssr"),
        env: vec![("LEPTOS_SITE_ROOT", site.clone().into())],
        site,
    })
}
