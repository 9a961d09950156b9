//! The modules: Rust to `session.wasm` and `jwt.wasm`, and the JavaScript that they work with.

use super::{
    imports::{self, Names},
    kept::kept,
    node_program,
};
use crate::{root, run::Job, tool};
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
};

const TARGET: &str = "wasm32-unknown-unknown";
const NAME: &str = "engine";

/// The standard library is built along, so that it is compiled for size, and without the text of
/// panics and `Debug`, which a user of the npm package never sees. These switches are unstable in
/// name; the toolchain is pinned, and a build without them differs in size alone.
const RUSTFLAGS: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// The engine comes before the stack: what lies at a low address is named in two bytes less, each
/// time. Nothing in it is deep; a token may be, and there a stack that overflows has to trap.
const LOW: &str = "-Clink-arg=--no-stack-first -Clink-arg=-zstack-size=65536";

/// What is written once stays once: no function is copied that is larger than a call of it, and nothing is computed
/// ahead on several ways at once. Each was measured, on what brotli leaves: together 9 % less.
const TIGHT: [&str; 5] = [
    "-Cllvm-args=-inline-threshold=0",
    "-Cllvm-args=-inline-call-penalty=10",
    "-Cllvm-args=-simplifycfg-hoist-common=false",
    "-Cllvm-args=-enable-pre=false",
    "-Cllvm-args=-disable-lsr",
];
const BUILD_STD: [&str; 5] = [
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "-Zpanic-immediate-abort",
    "--config",
    "profile.release.panic=\"immediate-abort\"",
];

/// What every browser of the last years reads. Never `--all-features`: browsers reject the result.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Twice, the second time from flat code whose branches are made anew: 3 % less, compressed. A module
/// keeps nothing in the first kilobyte of its memory.
const PASSES: [&str; 7] = [
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--converge",
    "--low-memory-unused",
];

/// Nothing that a browser does not need.
const STRIP: [&str; 3] = [
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// The engine does not trap on purpose. What reads tokens might, over one that nobody thought of; then a
/// trap is what should come of it.
const UNTRAPPED: [&str; 2] = ["--traps-never-happen", "--ignore-implicit-traps"];

/// What is hardly longer than a call of it stands in its place: more bytes, of which brotli leaves 1 % less.
const SHORT: [&str; 2] = ["--always-inline-max-function-size", "9"];

/// What is loaded at once, what is loaded late, and what `hallpass/jwt` loads.
const ENTRIES: [&str; 5] = [
    "engine.ts",
    "page/servers.ts",
    "page/trace.ts",
    "jwt/keys.ts",
    "jwt/token.ts",
];

/// What judges answers on a server: apart, with a copy of what it shares with the page.
const OUTSIDE: &str = "page/outside.ts";

/// One file each, so that a browser without a bundler has no more to fetch. Members that begin with `_` are the page's
/// own, and no application could shorten them.
const PAGE: [&str; 7] = [
    "--bundle",
    "--minify-syntax",
    "--format=esm",
    "--target=es2022",
    "--mangle-props=^_[a-z]",
    "--charset=utf8",
    "--log-level=warning",
];

/// The engine, and the page, which is what it works with.
pub(crate) fn build(pkg: &Path) -> Result<()> {
    let module = compile("engine (Rust to WebAssembly)", "npm", LOW)?;
    let out = root::path("target/wasm-npm/bindgen");
    Job::new("bindings", root::program())
        .arg(tool::BINDGEN)
        .args(["--target", "bundler", "--no-typescript"])
        .args(["--out-name", NAME, "--out-dir"])
        .args([&out, &module])
        .quiet()?;
    let tied = out.join(format!("{NAME}_bg.wasm"));
    imports::tie(&tied, &page(pkg)?)?;
    let more = [UNTRAPPED, SHORT].concat();
    optimise(&tied, &pkg.join("session.wasm"), &more)
}

/// The module of `hallpass/jwt`. It imports nothing.
pub(crate) fn build_jwt(pkg: &Path) -> Result<()> {
    let module = compile("tokens (Rust to WebAssembly)", "npm-jwt", "")?;
    optimise(&module, &pkg.join("jwt.wasm"), &[])
}

/// Half a minute for both, in each suite that builds the package: a module that has not changed is not optimised again.
fn optimise(from: &Path, to: &Path, more: &[&str]) -> Result<()> {
    let program = node_program("pkg-template", "wasm-opt")?;
    let options = [&PASSES, more, &FEATURES, &STRIP].concat();
    let versions = fs::read_to_string(root::path("pkg-template/package-lock.json"))?;
    kept(from, &format!("{options:?}\n{versions}"), to, || {
        Job::new("wasm-opt", program)
            .args(&options)
            .arg(from)
            .arg("-o")
            .arg(to)
            .quiet()?;
        Ok(())
    })
}

/// As a library of its own alone: for one that Rust may link too, the optimiser does not see the whole program.
/// A target directory of its own: the flags differ from those of the tests, and of the other module.
fn compile(what: &str, feature: &str, flags: &str) -> Result<PathBuf> {
    let target = root::path("target").join(format!("wasm-{feature}"));
    Job::cargo(what)
        .args([
            "rustc",
            "--release",
            "--package",
            "hallpass",
            "--lib",
            "--crate-type",
            "cdylib",
            "--no-default-features",
            "--features",
            feature,
        ])
        .args(["--target", TARGET])
        .args(BUILD_STD)
        .arg("--")
        .args(TIGHT)
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", format!("{RUSTFLAGS} {flags}"))
        .quiet()?;
    Ok(target.join(TARGET).join("release/hallpass.wasm"))
}

/// The page, which drives the module; returns the names that its own were shortened to.
fn page(pkg: &Path) -> Result<Names> {
    let source = Path::new("src/browser");
    let names = root::path("target/wasm-npm/names.json");
    fs::write(&names, "{}")?;
    Job::new("page", node_program("pkg-template", "esbuild")?)
        .args(PAGE)
        .arg("--splitting")
        .arg(format!("--mangle-cache={}", names.display()))
        .arg(format!("--outbase={}", source.display()))
        .arg(format!("--outdir={}", pkg.display()))
        .args(ENTRIES.map(|entry| source.join(entry)))
        .quiet()?;
    Job::new(
        "page, on a server",
        node_program("pkg-template", "esbuild")?,
    )
    .args(PAGE)
    .arg(format!("--outbase={}", source.display()))
    .arg(format!("--outdir={}", pkg.display()))
    .arg(source.join(OUTSIDE))
    .quiet()?;
    Ok(serde_json::from_slice(&fs::read(&names)?)?)
}
