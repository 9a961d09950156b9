//! What an application downloads and compiles because of this crate.

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]

use std::{collections::BTreeSet, path::Path, process::Command};

/// Of the tooling, each minutes of a cold build or a part of every download: no application wants them.
const NEVER: [&str; 6] = [
    "getrandom",
    "hallpass-server",
    "schemars",
    "serde_json",
    "tokio",
    "url",
];

/// Returns the crates that an application with these features gets for a browser, down to a depth.
fn compiled(features: &[&str], depth: &str) -> BTreeSet<String> {
    let out = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "hallpass"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}", "--depth", depth])
        .args(features)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}");
    let lines = String::from_utf8(out.stdout).expect("names are text");
    let names = lines.lines().filter_map(|line| line.split(' ').next());
    names
        .filter(|name| *name != "hallpass")
        .map(str::to_owned)
        .collect()
}

fn assert_compiles(features: &[&str], own: &[&str]) {
    let direct = compiled(features, "1");
    let wanted = own.iter().map(ToString::to_string).collect();
    assert_eq!(direct, wanted, "{features:?}");
    let all = compiled(features, "99");
    let wrong: Vec<_> = NEVER.iter().filter(|never| all.contains(**never)).collect();
    assert!(wrong.is_empty(), "{features:?} brings {wrong:?}");
}

const SESSION: [&str; 6] = [
    "js-sys",
    "serde",
    "serde-wasm-bindgen",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
];

#[test]
fn an_application_in_rust_compiles_what_it_uses_and_no_tooling() {
    assert_compiles(&[], &SESSION);
    let more = [&SESSION[..], &["console_error_panic_hook", "gloo-net"]].concat();
    let features = ["--features", "gloo,console_error_panic_hook"];
    assert_compiles(&features, &more);
}

#[test]
fn the_module_of_the_npm_package_is_the_engine_alone() {
    let features = ["--no-default-features", "--features", "npm"];
    assert_compiles(&features, &["wasm-bindgen"]);
}

/// The list above is of names: one that the tooling no longer has would never be found.
#[test]
fn the_tooling_has_what_an_application_has_not() {
    let tooling = compiled(&["--features", "schema"], "99");
    assert!(
        ["schemars", "serde_json"]
            .iter()
            .all(|name| tooling.contains(*name))
    );
}

#[test]
fn the_archive_has_the_sources_and_nothing_of_the_project_around_them() {
    let out = Command::new(env!("CARGO"))
        .args([
            "package",
            "--list",
            "--allow-dirty",
            "--package",
            "hallpass",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}");
    assert!(!said.contains("manifest has no"), "{said}");
    let list = String::from_utf8(out.stdout).expect("names are text");
    let beside = [
        ".cargo_vcs_info.json",
        "Cargo.lock",
        "Cargo.toml",
        "Cargo.toml.orig",
        "LICENSE",
        "README.md",
    ];
    let source = |file: &str| {
        let extension = Path::new(file).extension();
        file.starts_with("src/") && extension.is_some_and(|it| it == "rs" || it == "js")
    };
    let strangers: Vec<_> = list
        .lines()
        .filter(|file| !source(file) && !beside.contains(file))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
    for needed in ["src/lib.rs", "src/browser/page/page.js", "LICENSE"] {
        assert!(list.lines().any(|file| file == needed), "no {needed}");
    }
}
