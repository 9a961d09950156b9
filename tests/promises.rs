//! The page that says where each promise is proven says what the tests say of themselves, and that of old faults names what is there.
//!
//! `HALLPASS_WRITE=1 cargo test --test promises` writes the table anew.

#![cfg(not(target_family = "wasm"))]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const PAGE: &str = "docs/promises.md";
const START: &str = "<!-- proofs -->\n";
const END: &str = "<!-- /proofs -->";
const PROMISES: usize = 32;

/// Which tests stand in which column.
const COLUMNS: [(&str, &[&str]); 3] = [
    (
        "scenarios and properties",
        &["tests/machine", "tests/properties", "tests/dialect"],
    ),
    (
        "real browsers and packages",
        &["tests/wasm", "tests/npm", "tests/e2e", "tests/fetch"],
    ),
    ("server", &["www/server/tests"]),
];
/// Names scenarios, files and planted bugs.
const FAULTS: &str = "tests/faults.md";
const SCENARIOS: &str = "tests/machine";
const BUGS: &str = "src/machine/planted/mod.rs";
const INVARIANTS: &str = "tests/simulation/invariants.rs";

fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The promises that a text names, as in `(P4, P7)`.
fn named(text: &str) -> Vec<usize> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter_map(|word| word.strip_prefix('P')?.parse().ok())
        .collect()
}

/// Of each promise, the files of these folders whose first lines name it.
fn files(folders: &[&str]) -> BTreeMap<usize, Vec<String>> {
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for folder in folders {
        let mut entries: Vec<_> = fs::read_dir(path(folder))
            .unwrap_or_else(|error| panic!("{folder}: {error}"))
            .map(|entry| entry.expect("a folder can be read").path())
            .filter(|path| path.is_file())
            .collect();
        entries.sort();
        for entry in entries {
            let name = entry.file_name().expect("a file has a name");
            let name = format!("{folder}/{}", name.display());
            let text = text(&entry);
            let head: Vec<&str> = text
                .lines()
                .take_while(|line| line.starts_with("//"))
                .collect();
            for promise in named(&head.join(" ")) {
                found.entry(promise).or_default().push(name.clone());
            }
        }
    }
    found
}

/// Of each promise, what the simulation calls a world that breaks it.
fn invariants() -> BTreeMap<usize, Vec<String>> {
    let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut docs = String::new();
    for line in text(&path(INVARIANTS)).lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            docs += doc;
        } else {
            if let Some((_, text)) = line.split_once(" = \"") {
                for promise in named(&docs) {
                    let text = text.trim_end_matches("\",").to_owned();
                    found.entry(promise).or_default().push(text);
                }
            }
            docs.clear();
        }
    }
    found
}

fn link(file: &String) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = name.split('.').next().unwrap_or(name);
    format!("[{name}](../{file})")
}

fn table() -> String {
    let (simulated, columns) = (invariants(), COLUMNS.map(|(_, folders)| files(folders)));
    let mut table = String::from("| | simulation | ");
    table += &COLUMNS.map(|(title, _)| title).join(" | ");
    table += " |\n|---|---|---|---|---|\n";
    for promise in 1..=PROMISES {
        let broken = simulated.get(&promise).cloned().unwrap_or_default();
        let broken: Vec<_> = broken.iter().map(|text| format!("*{text}*")).collect();
        write!(table, "| P{promise} | {} |", broken.join("; ")).expect("a string can be written");
        for column in &columns {
            let files = column.get(&promise).cloned().unwrap_or_default();
            let links: Vec<_> = files.iter().map(link).collect();
            write!(table, " {} |", links.join(", ")).expect("a string can be written");
        }
        table.push('\n');
    }
    table
}

#[test]
fn the_page_of_promises_says_where_each_is_proven() {
    let page = text(&path(PAGE));
    let (before, rest) = page.split_once(START).expect("the page has a place for it");
    let (written, after) = rest.split_once(END).expect("and the place an end");
    let table = table();
    if std::env::var_os("HALLPASS_WRITE").is_some() {
        let page = format!("{before}{START}{table}{END}{after}");
        return fs::write(path(PAGE), page).expect("the page can be written");
    }
    assert_eq!(written, table, "HALLPASS_WRITE=1 writes it anew");
}

#[test]
fn each_promise_is_said_once_and_proven_somewhere() {
    let page = text(&path(PAGE));
    let proven: Vec<usize> = COLUMNS
        .iter()
        .flat_map(|(_, folders)| files(folders).into_keys())
        .collect();
    for promise in 1..=PROMISES {
        let said = page.matches(&format!("* **P{promise}** ")).count();
        assert_eq!(said, 1, "P{promise}");
        assert!(proven.contains(&promise), "P{promise} is proven nowhere");
    }
}

#[test]
fn what_the_page_of_faults_names_is_there() {
    let scenarios: String = fs::read_dir(path(SCENARIOS))
        .expect("the scenarios have a folder")
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.is_file())
        .map(|path| text(&path))
        .collect();
    let bugs = text(&path(BUGS));
    let page = text(&path(FAULTS));
    let table = page.split_once("|---|").expect("it has a table").1;
    for name in table.split('`').skip(1).step_by(2) {
        let is_there = if name.contains('/') {
            path(name).exists()
        } else {
            scenarios.contains(&format!("fn {name}()")) || bugs.contains(&format!("    {name},\n"))
        };
        assert!(is_there, "{name}");
    }
}
