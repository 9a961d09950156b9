//! Dioxus: what `dx build` makes of a fullstack application.

use super::{Rendered, dx};
use anyhow::Result;

pub(super) use super::dx::NAME;

pub(super) fn build() -> Result<Rendered> {
    let made = dx::fullstack()?;
    Ok(Rendered {
        program: made.join("server"),
        env: vec![],
        site: made.join("public"),
    })
}
