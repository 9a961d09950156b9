//! `cargo xtask generate`: what is made out of declarations in Rust and kept in the sources.
//!
//! Of the enums that cross to JavaScript: their numbers, words and types. Of the declarations of
//! servers: the types, what judges an application's own preset, the default preset, and the tables of
//! the manual. People read all of it and compilers check it, so it is committed, and a test holds each
//! file equal to what this command would write.

mod border;
mod bundle;
mod manual;
mod module;
mod shapes;
mod types;

use crate::{progress::heading, root, setup};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};

pub(crate) use bundle::check as check_bundles;
pub(crate) use module::write as write_modules;

/// A file, and its text.
struct Made {
    path: PathBuf,
    text: String,
}

pub(crate) fn run() -> Result<()> {
    setup::run(setup::Need::Package)?;
    heading("generate");
    write(all()?)?;
    // Of the files that were just written.
    write(bundle::all()?)
}

fn write(all: Vec<Made>) -> Result<()> {
    for Made { path, text } in all {
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        eprintln!("  ✓ {}", path.display());
    }
    Ok(())
}

fn all() -> Result<Vec<Made>> {
    let source = |name: &str, text| Made {
        path: root::path("pkg-template/src").join(name),
        text,
    };
    let page = |name: &str, text| Made {
        path: root::path("src/browser/page/generated").join(name),
        text,
    };
    let mut all = vec![
        source("preset.ts", types::typescript()),
        source("shapes.ts", shapes::typescript()),
        source("hallpass.ts", module::default_preset()),
        source("border.ts", border::facade()),
        page("border.ts", border::page()),
        page("trace.ts", border::trace()),
        page("preset.ts", types::typescript()),
    ];
    all.extend(manual::pages()?);
    Ok(all)
}

/// The first line of what is generated.
const ORIGIN: &str =
    "// Made by `cargo xtask generate` out of src/dialect/preset; not to be edited.\n";

#[cfg(test)]
mod tests {
    use super::{Made, all};
    use std::fs;

    #[test]
    fn what_was_made_is_what_would_be_made() {
        for Made { path, text } in all().unwrap() {
            let kept = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                kept == text,
                "{} is out of date: run `cargo xtask generate`",
                path.display()
            );
        }
    }
}
