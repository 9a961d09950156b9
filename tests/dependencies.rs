//! What an application downloads and compiles because of this crate.

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]

use std::{collections::BTreeSet, fs, path::Path, process::Command};

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

/// The purity of the machine, the dialect and the claims: where nothing is, nothing impure can be named.
#[test]
fn the_engine_depends_on_nothing() {
    assert_compiles(&["--no-default-features"], &[]);
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

/// `wasm-pack test` builds every test of the crate for a browser, where the host's dependencies are missing.
#[test]
fn a_test_for_the_host_is_left_out_of_a_build_for_the_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("a manifest");
    let paths = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("path = \"tests/"));
    let mut complaints = Vec::new();
    for path in paths.map(|rest| rest.trim_end_matches('"')) {
        let text = fs::read_to_string(root.join("tests").join(path)).expect("a test");
        let fence = match path {
            "wasm/main.rs" => "#![cfg(target_family = \"wasm\")]",
            _ => "#![cfg(not(target_family = \"wasm\"))]",
        };
        if !text.lines().any(|line| line == fence) {
            complaints.push(format!("tests/{path}: lacks {fence}"));
        }
    }
    assert!(complaints.is_empty(), "{complaints:?}");
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
        file.starts_with("src/")
            && extension.is_some_and(|it| ["rs", "js", "ts"].iter().any(|kind| it == *kind))
    };
    let strangers: Vec<_> = list
        .lines()
        .filter(|file| !source(file) && !beside.contains(file))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
    for needed in ["src/lib.rs", "src/browser/generated/page.js", "LICENSE"] {
        assert!(list.lines().any(|file| file == needed), "no {needed}");
    }
}
