//! Every public item of the crate stands in an example, which the compiler reads.

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]

use std::{collections::BTreeSet, fs, path::PathBuf};

/// Where the surface is declared, and what belongs to the tooling.
const SURFACE: [&str; 3] = ["src/lib.rs", "src/session.rs", "src/session"];
const PRESETS: [&str; 1] = ["src/dialect/preset"];
const MACHINE: [&str; 1] = ["src/machine"];
const CLAIMS: [&str; 1] = ["src/claims"];
const TOOLING: &str = "schema.rs";

fn sources(places: &[&str]) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for place in places {
        let place = root.join(place);
        if place.is_file() {
            files.push(place);
            continue;
        }
        let inside = fs::read_dir(&place).expect("a folder");
        files.extend(inside.map(|entry| entry.expect("an entry").path()));
    }
    files.retain(|file| file.is_file() && !file.ends_with(TOOLING));
    let text = |file: &PathBuf| fs::read_to_string(file).expect("a source file");
    files.iter().map(text).collect()
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|it: char| !it.is_alphanumeric() && it != '_')
        .filter(|word| !word.is_empty())
}

/// Returns the names of all public items, of those that the root exports too.
fn items(source: &str) -> BTreeSet<&str> {
    // A macro's name for an item is none.
    let lines = source.lines().filter(|line| !line.contains('$'));
    let declared = lines.filter_map(|line| {
        let item = line.trim_start().strip_prefix("pub ")?;
        let mut words = words(item).skip_while(|word| ["const", "async"].contains(word));
        let kind = words.next()?;
        ["fn", "struct", "enum", "type", "trait"]
            .contains(&kind)
            .then(|| words.next())?
    });
    let exported = source.split("pub use session::").skip(1);
    let exported = exported.flat_map(|list| words(list.split(';').next().unwrap_or_default()));
    declared.chain(exported).collect()
}

/// Returns all words of the examples.
fn shown(source: &str) -> BTreeSet<&str> {
    let mut within = false;
    let mut shown = BTreeSet::new();
    for line in source.lines() {
        let line = line.trim_start();
        let Some(text) = line.strip_prefix("///").or(line.strip_prefix("//!")) else {
            within = false;
            continue;
        };
        if text.trim_start().starts_with("```") {
            within = !within;
        } else if within {
            shown.extend(words(text));
        }
    }
    shown
}

fn assert_shown(places: &[&str], at_least: usize) {
    let source = sources(places);
    let (items, shown) = (items(&source), shown(&source));
    assert!(items.len() >= at_least, "{} items were found", items.len());
    let missing: Vec<_> = items.difference(&shown).collect();
    assert!(
        missing.is_empty(),
        "of {} items, no example shows {missing:?}",
        items.len()
    );
}

#[test]
fn every_item_of_the_surface_stands_in_an_example() {
    assert_shown(&SURFACE, 55);
}

#[test]
fn every_item_that_presets_are_made_of_stands_in_an_example() {
    assert_shown(&PRESETS, 35);
}

#[test]
fn every_item_of_the_machine_stands_in_an_example() {
    assert_shown(&MACHINE, 75);
}

#[test]
fn every_item_of_the_claims_stands_in_an_example() {
    assert_shown(&CLAIMS, 20);
}
