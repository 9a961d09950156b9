//! What takes long and depends on its input alone is made once.

use crate::root;
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Makes `output` out of `input`, unless the same was made of the same before, in the same way: `how` names everything else
/// that it depends on.
pub(super) fn kept(
    input: &Path,
    how: &str,
    output: &Path,
    make: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let name = output.file_name().context("an output has a name")?;
    let dir = root::path("target/kept").join(name);
    let [from, manner, result] = ["input", "how", "output"].map(|part| dir.join(part));
    let read = fs::read(input).with_context(|| input.display().to_string())?;
    let known = |path: &Path, wanted: &[u8]| fs::read(path).is_ok_and(|is| is == wanted);
    if known(&from, &read) && known(&manner, how.as_bytes()) && result.exists() {
        fs::copy(result, output)?;
        return Ok(());
    }
    make()?;
    fs::create_dir_all(&dir)?;
    // Complete only once it says how: a build that is interrupted here leaves nothing that passes for the result.
    if manner.exists() {
        fs::remove_file(&manner)?;
    }
    fs::write(from, read)?;
    fs::copy(output, result)?;
    fs::write(manner, how)?;
    Ok(())
}
