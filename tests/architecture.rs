//! The fences between the parts: who may know whom, and how large a file may grow.
//!
//! ```text
//! machine ← dialect, claims ← border ← browser ← session ← bindings
//! ```
//!
//! An arrow points at what is known.

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each part, and the parts of this crate it may name.
const MAY_KNOW: [(&str, &[&str]); 7] = [
    ("machine", &["machine"]),
    ("dialect", &["machine", "claims", "dialect"]),
    ("claims", &["machine", "claims"]),
    ("border", &["machine", "dialect", "border"]),
    (
        "browser",
        &["machine", "dialect", "claims", "border", "browser"],
    ),
    (
        "session",
        &[
            "machine", "dialect", "claims", "border", "browser", "session",
        ],
    ),
    (
        "bindings",
        &[
            "machine", "dialect", "claims", "border", "browser", "session", "bindings",
        ],
    ),
];
const PURE: [&str; 4] = ["machine", "dialect", "claims", "border"];
/// A clock, a browser: what a pure part gets told and never asks.
const IMPURE: [&str; 6] = [
    "JsValue",
    "js_sys",
    "web_sys",
    "wasm_bindgen",
    "std::time",
    "getrandom",
];
/// `SystemTime` and `Instant` panic in a browser.
const PANICS_IN_A_BROWSER: [&str; 2] = ["SystemTime::now", "Instant::now"];
const UNFINISHED: [&str; 5] = ["todo!", "unimplemented!", "dbg!", "TODO", "FIXME"];
const LONGEST: usize = 300;

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// The part of the crate it belongs to: the first name below `src`.
    fn part(&self) -> String {
        let below = self
            .path
            .strip_prefix(root().join("src"))
            .expect("a file of src");
        let first = below
            .iter()
            .next()
            .expect("a file has a name")
            .to_string_lossy();
        first.trim_end_matches(".rs").to_owned()
    }

    /// Lines with their number, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self
            .text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line));
        lines.map(|(at, line)| (at, line.split("//").next().unwrap_or_default()))
    }

    fn complaint(&self, at: usize, what: &str) -> String {
        let path = self
            .path
            .strip_prefix(root())
            .expect("a file of the project");
        format!("{}:{at}: {what}", path.display())
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(dir: &str) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(dir), &mut found);
    found
}

fn collect(dir: &Path, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for path in entries.map(|entry| entry.expect("a readable folder").path()) {
        let name = path
            .file_name()
            .expect("an entry has a name")
            .to_string_lossy();
        if path.is_dir() && !matches!(&*name, "node_modules" | "dist" | "target") {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source is text");
            found.push(Source { path, text });
        }
    }
}

/// The parts of this crate which the code names by a path from the root, with their lines.
fn named(source: &Source) -> Vec<(usize, String)> {
    let lines: Vec<_> = source.code().map(|(_, line)| line).collect();
    let code = lines.join("\n");
    let mut found = Vec::new();
    for (at, root) in code.match_indices("crate::") {
        let line = code[..at].lines().count().max(1);
        let rest = &code[at + root.len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => heads(group),
            None => vec![first_name(rest)],
        };
        found.extend(names.into_iter().map(|name| (line, name.to_owned())));
    }
    found.retain(|(_, name)| MAY_KNOW.iter().any(|(part, _)| part == name));
    found
}

/// The first names within a group: `machine::{Input, Effect}, dialect}` has two.
fn heads(group: &str) -> Vec<&str> {
    let (mut names, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(first_name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(first_name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

fn first_name(path: &str) -> &str {
    let path = path.trim();
    path.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .next()
        .unwrap_or_default()
}

#[test]
fn a_group_of_imports_is_read_to_its_end() {
    let text =
        "use crate::{\n    machine::{Input, session},\n    dialect::read,\n    claims,\n};\n";
    let source = Source {
        path: root().join("src/x.rs"),
        text: text.to_owned(),
    };
    let names: Vec<_> = named(&source).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["machine", "dialect", "claims"]);
}

fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn each_part_knows_only_what_stands_before_it() {
    let mut complaints = Vec::new();
    for source in sources("src") {
        let part = source.part();
        let Some((_, may_know)) = MAY_KNOW.iter().find(|(name, _)| *name == part) else {
            continue;
        };
        for (at, name) in named(&source) {
            if !may_know.contains(&&*name) {
                complaints.push(source.complaint(at, &format!("{part} must not know {name}")));
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn every_root_module_has_its_place() {
    let known = |part: &str| part == "lib" || MAY_KNOW.iter().any(|(name, _)| *name == part);
    let strangers = sources("src")
        .into_iter()
        .filter(|source| !known(&source.part()));
    let complaints: Vec<_> = strangers
        .map(|source| source.complaint(1, "a part which no fence knows"))
        .collect();
    assert_none(&complaints);
}

#[test]
fn the_pure_parts_name_no_browser_and_no_clock() {
    let mut complaints = Vec::new();
    for source in sources("src")
        .iter()
        .filter(|source| PURE.contains(&&*source.part()))
    {
        for (at, line) in source.code() {
            for word in IMPURE.iter().filter(|word| line.contains(*word)) {
                complaints.push(source.complaint(at, &format!("{word} in a pure part")));
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn nothing_asks_the_clock_of_an_operating_system() {
    let mut complaints = Vec::new();
    for source in sources("src") {
        for (at, line) in source.code() {
            for word in PANICS_IN_A_BROWSER
                .iter()
                .filter(|word| line.contains(*word))
            {
                complaints.push(source.complaint(at, &format!("{word} panics in a browser")));
            }
        }
    }
    assert_none(&complaints);
}

/// An import is a block `extern "C"` right after the attribute; all else is an export.
#[test]
fn only_the_border_exports() {
    let mut complaints = Vec::new();
    for source in sources("src")
        .iter()
        .filter(|source| source.part() != "bindings")
    {
        let mut in_import = false;
        let lines: Vec<_> = source.code().collect();
        for (index, (at, line)) in lines.iter().enumerate() {
            in_import = in_import && *line != "}" || line.contains("extern \"C\"");
            let line = line.trim_start();
            let is_test = line.starts_with("#[wasm_bindgen_test");
            let is_attribute = line.starts_with("#[wasm_bindgen") && !is_test;
            let mut following = lines[index + 1..].iter().map(|(_, next)| next.trim());
            let subject = following.find(|next| !next.is_empty() && !next.starts_with("#["));
            let imports = subject.is_some_and(|next| next.contains("extern \"C\""));
            if is_attribute && !in_import && !imports {
                complaints.push(source.complaint(*at, "an export outside of src/bindings"));
            }
        }
    }
    assert_none(&complaints);
}

#[test]
fn no_file_outgrows_its_reader() {
    let all = ["src", "tests", "xtask", "www/server"]
        .into_iter()
        .flat_map(sources);
    let long = all.filter(|source| source.text.lines().count() > LONGEST);
    let complaints: Vec<_> = long
        .map(|source| source.complaint(LONGEST, "longer than a file may be"))
        .collect();
    assert_none(&complaints);
}

#[test]
fn nothing_is_left_unfinished() {
    let mut complaints = Vec::new();
    for source in ["src", "xtask/src", "www/server/src"]
        .into_iter()
        .flat_map(sources)
    {
        for (at, line) in source.text.lines().enumerate() {
            for word in UNFINISHED.iter().filter(|word| line.contains(*word)) {
                complaints.push(source.complaint(at + 1, word));
            }
        }
    }
    assert_none(&complaints);
}
