//! `cargo xtask presets`: what is made out of the declarations of servers and kept in the sources.
//!
//! The types, what judges somebody's own preset, and the default preset are TypeScript that people
//! read and the compiler checks; the tables are part of the manual. So they are committed, and a test
//! holds each equal to what this command would write.

mod manual;
mod module;
mod shapes;
mod types;

use crate::{progress::heading, root};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};

pub(crate) use module::write as write_modules;

/// A file, and its text.
struct Made {
    path: PathBuf,
    text: String,
}

pub(crate) fn run() -> Result<()> {
    heading("presets");
    for Made { path, text } in all()? {
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
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
    let mut all = vec![
        source("preset.ts", types::typescript()),
        source("shapes.ts", shapes::typescript()),
        source("hallpass.ts", module::default_preset()),
    ];
    all.extend(manual::pages()?);
    Ok(all)
}

/// The first line of what is generated.
const ORIGIN: &str =
    "// Made by `cargo xtask presets` out of src/dialect/preset; not to be edited.\n";

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
                "{} is out of date: run `cargo xtask presets`",
                path.display()
            );
        }
    }
}
