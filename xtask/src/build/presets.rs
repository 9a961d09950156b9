//! `presets/<name>.js`: what the page has to know of each contract, out of its one declaration in
//! Rust. The engine carries the rest.

use anyhow::Result;
use hallpass::dialect::Preset;
use serde_json::json;
use std::{fs, path::Path};

pub(crate) fn write(pkg: &Path) -> Result<()> {
    let dir = pkg.join("presets");
    fs::create_dir_all(&dir)?;
    module(&dir, "hallpass", Preset::HALLPASS)
}

fn module(dir: &Path, name: &str, preset: &Preset) -> Result<()> {
    let (header, value) = &preset.header;
    let data = json!({
        "name": name,
        "baseUrl": preset.base,
        "headers": { header.as_ref(): value },
        "session": { "path": preset.session },
    });
    let script = format!(
        "/** The `{name}` contract. */\n\
         export const {name} = (overrides) => ({{ ...{data}, ...overrides }});\n"
    );
    let types = format!(
        "import type {{ Preset }} from '../types.js';\n\
         /** The `{name}` contract; `overrides` replaces members of it, such as `baseUrl`. */\n\
         export declare const {name}: (overrides?: Partial<Preset>) => Preset;\n"
    );
    fs::write(dir.join(format!("{name}.js")), script)?;
    fs::write(dir.join(format!("{name}.d.ts")), types)?;
    Ok(())
}
