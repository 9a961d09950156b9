//! `wasm-pack build`, for each target that it knows.

use super::{BUILT, COLD, SUITE, failed};
use crate::{
    build,
    engine::Engine,
    root,
    run::{Finished, Job},
    setup,
    test::{
        node::{in_engine, tests},
        outcome::Outcome,
    },
};
use anyhow::{Context, Result, ensure};
use std::{ffi::OsStr, path::Path};

const TESTS: &str = "tests/examples/targets.test.mjs";
const EXAMPLE: &str = "examples/wasm-bindgen";
/// Each is run by a test but `web`, which is what every example is built for.
const BUILDS: [&str; 3] = ["bundler", "nodejs", "deno"];
/// What docs/wasm-bindgen.md says of the one that no crate with a module of JavaScript can be built for.
const REFUSED: &str = "isn't supported with `--target no-modules`";

const ROW: &str = "wasm-pack build";

pub(super) fn run(engines: &[Engine], full: bool, server: &Path) -> Vec<Outcome> {
    let judged = judge(engines, full, server);
    judged.unwrap_or_else(|error| vec![failed(ROW, &error)])
}

fn judge(engines: &[Engine], full: bool, server: &Path) -> Result<Vec<Outcome>> {
    let engine = engines.first().context("no engine")?;
    let path = setup::wasm_pack()?;
    let built = root::path(BUILT).join("targets");
    for target in BUILDS {
        let finished = wasm_pack(target, &built, &path)?;
        ensure!(finished.success, "wasm-pack build --target {target} failed");
    }
    let refused = wasm_pack("no-modules", &built, &path)?;
    let refused = !refused.success && refused.output.contains(REFUSED);
    if full {
        build::run()?;
    }
    let tests = tests(ROW, [root::path(TESTS)])
        .env("HALLPASS_DEFAULT_SERVER", server)
        .env("HALLPASS_TARGETS", &built)
        .env("HALLPASS_FULL", if full { "1" } else { "0" });
    Ok(vec![
        Outcome::verdict(SUITE, "wasm-pack build --target no-modules", refused),
        in_engine(*engine, tests, SUITE, ROW),
    ])
}

fn wasm_pack(target: &str, built: &Path, path: &OsStr) -> Result<Finished> {
    Job::new(&format!("wasm-pack build --target {target}"), "wasm-pack")
        .args(["build", "--dev", "--target", target, "--out-name", "app"])
        .arg("--out-dir")
        .arg(built.join(target))
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", root::path(BUILT))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .dir(root::path(EXAMPLE))
        .limit(COLD)
        .stream()
}
