//! Ties the imports of the module to the functions of the page.
//!
//! The generator writes a wrapper for each, for texts and objects to be turned into numbers and back.
//! Here numbers are all that crosses, so that the wrappers would do nothing but weigh.

use anyhow::{Result, anyhow, bail};
use regex_lite::Regex;
use std::{collections::HashMap, fs, path::Path};
use walrus::{Export, Module, passes::gc};

/// The page's own names, by those that the source has for them.
pub(super) type Names = HashMap<String, String>;

/// What the loader (`load.ts`) gives the page's functions as.
const PAGE: &str = "page";

/// Imports each function by the name that the page has for it, in whatever shapes, and drops what served the wrappers.
pub(super) fn tie(module: &Path, names: &Names) -> Result<()> {
    let mut parsed = Module::from_file(module).map_err(|error| anyhow!("{error:#}"))?;
    let generated = |export: &&Export| export.name.starts_with("__");
    let exports = parsed.exports.iter().filter(generated).map(Export::id);
    for export in exports.collect::<Vec<_>>() {
        parsed.exports.delete(export);
    }
    gc::run(&mut parsed);
    let generated = Regex::new(r"^__wbg_(\w+)_[0-9a-f]{16}$")?;
    for import in parsed.imports.iter_mut() {
        // What needed no wrapper bears its own name already.
        let own = generated.captures(&import.name);
        let own = own.as_ref().map_or(&*import.name, |found| &found[1]);
        let Some(name) = names.get(&format!("_{own}")) else {
            bail!("the module imports {own}, which the page does not have");
        };
        name.clone_into(&mut import.name);
        PAGE.clone_into(&mut import.module);
    }
    fs::write(module, parsed.emit_wasm())?;
    Ok(())
}
