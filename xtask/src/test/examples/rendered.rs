//! Applications that a server of their own renders, where there is no session: it shows what the browser shows first.

use super::{BUILT, RENDERED_PAGE, SUITE, by_hand, failed};
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
    fs,
    path::{Path, PathBuf},
};

const LEPTOS: &str = "leptos-ssr";
const DIOXUS: &str = "dioxus";

pub(super) fn run(engines: &[Engine], server: &Path) -> Vec<Outcome> {
    let mut outcomes = match leptos() {
        Ok(site) => drive(&site, engines, server),
        Err(error) => vec![failed(LEPTOS, &error)],
    };
    outcomes.push(dioxus());
    outcomes
}

/// What `cargo leptos build` does: the server, the module, and the site that the server hands out.
fn leptos() -> Result<PathBuf> {
    by_hand::cargo("example leptos-ssr, its server", LEPTOS)
        .args(["build", "--locked", "--features", "ssr"])
        .quiet()?;
    let module = by_hand::module(LEPTOS, &["--lib", "--features", "hydrate"])?;
    let site = by_hand::empty("sites", LEPTOS)?;
    by_hand::bindings(&module, &program(), &site.join("pkg"))?;
    let public = root::path("examples").join(LEPTOS).join("public");
    for file in fs::read_dir(public)? {
        let file = file?;
        fs::copy(file.path(), site.join(file.file_name()))?;
    }
    Ok(site)
}

fn program() -> String {
    format!("hallpass-{LEPTOS}")
}

fn drive(site: &Path, engines: &[Engine], server: &Path) -> Vec<Outcome> {
    let in_each = |engine: &Engine| {
        let row = format!("{LEPTOS}, {}", engine.name());
        let tests = tests(&row, [root::path(RENDERED_PAGE)])
            .env("HALLPASS_DEFAULT_SERVER", server)
            .env("HALLPASS_SITE", site)
            .env(
                "HALLPASS_RENDERER",
                root::path(BUILT).join("debug").join(program()),
            )
            .env("LEPTOS_OUTPUT_NAME", program())
            .env("LEPTOS_SITE_ROOT", site);
        in_engine(*engine, tests, SUITE, &row)
    };
    // The driver of WebKit cannot record what a page shows before its own code runs.
    let driven = engines.iter().filter(|it| **it != Engine::Webkit);
    driven.map(in_each).collect()
}

/// The server half of a fullstack application compiles.
fn dioxus() -> Outcome {
    let row = "dioxus, on a server";
    let checked = by_hand::cargo(row, DIOXUS)
        .args(["check", "--locked", "--no-default-features"])
        .args(["--features", "server"])
        .quiet();
    match checked {
        Ok(_) => Outcome::verdict(SUITE, row, true),
        Err(error) => failed(row, &error),
    }
}
