//! Applications that a server of their own renders, where there is no session: it shows what the browser shows first.

mod dioxus;
mod leptos;

use super::{BUILT, RENDERED_PAGE, SUITE, dx, failed, within};
use crate::{
    engine::Engine,
    root,
    test::{
        node::{in_engine, tests},
        outcome::Outcome,
    },
};
use anyhow::Result;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// What was built of one.
struct Rendered {
    /// Its server.
    program: PathBuf,
    /// What that hands out.
    site: PathBuf,
    /// What it has to know.
    env: Vec<(&'static str, OsString)>,
}

type Build = fn() -> Result<Rendered>;

/// Each, and how it is built.
const APPLICATIONS: [(&str, Build); 2] =
    [(leptos::NAME, leptos::build), (dioxus::NAME, dioxus::build)];

pub(super) fn run(engines: &[Engine], server: &Path) -> Vec<Outcome> {
    let driven = |(name, build): (&str, Build)| match build() {
        Ok(built) => drive(name, &built, engines, server),
        Err(error) => vec![failed(name, &error)],
    };
    APPLICATIONS.into_iter().flat_map(driven).collect()
}

fn drive(name: &str, built: &Rendered, engines: &[Engine], server: &Path) -> Vec<Outcome> {
    let in_each = |engine: &Engine| {
        let row = format!("{name}, rendered, {}", engine.name());
        let mut tests = tests(&row, [root::path(RENDERED_PAGE)])
            .env("HALLPASS_DEFAULT_SERVER", server)
            .env("HALLPASS_SITE", &built.site)
            .env("HALLPASS_RENDERED", name)
            .env("HALLPASS_RENDERER", &built.program);
        for (name, value) in &built.env {
            tests = tests.env(name, value);
        }
        in_engine(*engine, tests, SUITE, &row)
    };
    // The driver of WebKit cannot record what a page shows before its own code runs.
    let driven = engines.iter().filter(|it| **it != Engine::Webkit);
    driven.map(in_each).collect()
}
