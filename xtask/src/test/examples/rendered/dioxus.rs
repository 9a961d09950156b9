//! Dioxus: what `dx build` does of a fullstack application.

use super::{Rendered, by_hand, program};
use anyhow::Result;

pub(super) const NAME: &str = "dioxus";

/// The server, which renders, and the folder it hands out: the page that it renders into, and the module that goes on.
pub(super) fn build() -> Result<Rendered> {
    by_hand::cargo("example dioxus, its server", NAME)
        .args(["build", "--locked", "--no-default-features"])
        .args(["--features", "server"])
        .quiet()?;
    let site = by_hand::site("public", NAME, &["--features", "dioxus/fullstack"])?;
    Ok(Rendered {
        program: program("hallpass-dioxus"),
        env: vec![("DIOXUS_PUBLIC_PATH", site.clone().into())],
        site,
    })
}
