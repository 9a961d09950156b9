//! Applications that a server of their own renders, where there is no session: it shows what the browser shows first.

use super::{BUILT, RENDERED_PAGE, SUITE, by_hand, failed};
use crate::{
    engine::Engine,
    root,
    run::{Job, Ready, port},
    test::{
        node::{in_engine, tests},
        outcome::Outcome,
    },
};
use anyhow::Result;
use std::{
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
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
        // Compiled in: how the document calls the module.
        .env("LEPTOS_OUTPUT_NAME", program())
        .quiet()?;
    let module = by_hand::module(LEPTOS, &["--lib", "--features", "hydrate"])?;
    let site = by_hand::empty("sites", LEPTOS)?;
    let package = site.join("pkg");
    by_hand::bindings(&module, &program(), &package)?;
    let named = |name: String| package.join(name + ".wasm");
    fs::rename(named(program() + "_bg"), named(program()))?;
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

/// The server half of a fullstack application, which `dx serve` builds so: it renders that the session is loading.
fn dioxus() -> Outcome {
    let row = "dioxus, on a server";
    match dioxus_document(row) {
        Ok(html) => Outcome::verdict(SUITE, row, html.contains(r#"aria-busy="true""#)),
        Err(error) => failed(row, &error),
    }
}

fn dioxus_document(row: &str) -> Result<String> {
    by_hand::cargo(row, DIOXUS)
        .args(["build", "--locked", "--no-default-features"])
        .args(["--features", "server"])
        .quiet()?;
    // What `dx` puts the module and its page into.
    let public = by_hand::empty("public", DIOXUS)?;
    fs::copy(
        root::path("examples/dioxus/index.html"),
        public.join("index.html"),
    )?;
    let port = port(0)?;
    let program = root::path(BUILT).join("debug/hallpass-dioxus");
    let _server = Job::new(row, program)
        .env("DIOXUS_PUBLIC_PATH", &public)
        .env("IP", "127.0.0.1")
        .env("PORT", port.to_string())
        .background(&Ready::Listens(port), |_| {})?;
    let mut asked = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    // Of this version, since its answers end with the connection.
    write!(asked, "GET / HTTP/1.0\r\nhost: 127.0.0.1:{port}\r\n\r\n")?;
    let mut html = String::new();
    asked.read_to_string(&mut html)?;
    Ok(html)
}
