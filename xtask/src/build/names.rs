//! Short names for what the module imports: the generator's end in a hash, which does not compress.

use anyhow::{Result, anyhow};
use regex_lite::Regex;
use std::{collections::HashSet, fs, path::Path};
use walrus::Module;

/// Renames the imports, in the module and in the text of its glue.
pub(super) fn shorten(module: &Path, glue: &Path) -> Result<()> {
    let mut parsed = Module::from_file(module).map_err(|error| anyhow!("{error:#}"))?;
    let mut text = fs::read_to_string(glue)?;
    let generated = Regex::new(r"^__wbg_(\w+)_[0-9a-f]{16}$")?;
    let mut taken = HashSet::new();
    for import in parsed.imports.iter_mut() {
        let Some(found) = generated.captures(&import.name) else {
            continue;
        };
        // One function may be imported in several shapes.
        let mut name = format!("_{}", &found[1]);
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        text = text.replace(&import.name, &name);
        import.name = name;
    }
    fs::write(glue, text)?;
    fs::write(module, parsed.emit_wasm())?;
    Ok(())
}
