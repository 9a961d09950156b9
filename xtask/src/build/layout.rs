//! What stands beside the compiled code: the manifest and the texts.

use crate::root;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{fs, path::Path};

/// Fields that serve the making of the package and mean nothing in it.
const OWN_USE: [&str; 2] = ["devDependencies", "scripts"];
const TEXTS: [&str; 3] = ["README.md", "CHANGELOG.md", "wasm.d.ts"];

pub(crate) fn complete(pkg: &Path) -> Result<()> {
    manifest(pkg)?;
    for text in TEXTS {
        // The package may have a text of its own; else the project's serves.
        let candidates = [root::path("pkg-template").join(text), root::path(text)];
        if let Some(found) = candidates.iter().find(|path| path.is_file()) {
            fs::copy(found, pkg.join(text))?;
        }
    }
    for entry in fs::read_dir(root::dir())? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("LICENSE") {
            fs::copy(entry.path(), pkg.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn manifest(pkg: &Path) -> Result<()> {
    let text = fs::read_to_string(root::path("pkg-template/package.json"))?;
    let mut manifest: Value = serde_json::from_str(&text).context("pkg-template/package.json")?;
    let fields = manifest
        .as_object_mut()
        .context("a manifest is an object")?;
    for field in OWN_USE {
        fields.shift_remove(field);
    }
    if fields.get("version").and_then(Value::as_str) != Some(env!("CARGO_PKG_VERSION")) {
        bail!("the versions of Cargo.toml and pkg-template/package.json differ");
    }
    fs::write(
        pkg.join("package.json"),
        serde_json::to_string_pretty(&manifest)? + "\n",
    )?;
    Ok(())
}
