//! Leptos: what `cargo leptos build` does.

use super::{Rendered, by_hand, program};
use crate::root;
use anyhow::Result;
use std::fs;

pub(super) const NAME: &str = "leptos-ssr";
const PROGRAM: &str = "hallpass-leptos-ssr";

/// The server, the module, and the site that the server hands out.
pub(super) fn build() -> Result<Rendered> {
    by_hand::cargo("example leptos-ssr, its server", NAME)
        .args(["build", "--locked", "--features", "ssr"])
        // Compiled in: how the document calls the module.
        .env("LEPTOS_OUTPUT_NAME", PROGRAM)
        .quiet()?;
    let module = by_hand::module(NAME, &["--lib", "--features", "hydrate"])?;
    let site = by_hand::empty("sites", NAME)?;
    let package = site.join("pkg");
    by_hand::bindings(&module, PROGRAM, &package)?;
    fs::rename(
        package.join(format!("{PROGRAM}_bg.wasm")),
        package.join(format!("{PROGRAM}.wasm")),
    )?;
    let public = root::path("examples").join(NAME).join("public");
    for file in fs::read_dir(public)? {
        let file = file?;
        fs::copy(file.path(), site.join(file.file_name()))?;
    }
    Ok(Rendered {
        program: program(PROGRAM),
        env: vec![
            ("LEPTOS_OUTPUT_NAME", PROGRAM.into()),
            ("LEPTOS_SITE_ROOT", site.clone().into()),
        ],
        site,
    })
}
