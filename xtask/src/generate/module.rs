//! `presets/<name>.js`: one function each, so that an app carries only the server that it speaks to.

use super::ORIGIN;
use anyhow::Result;
use hallpass::dialect::{preset::Preset, presets};
use serde_json::Value;
use std::{fs, path::Path};

pub(crate) fn write(pkg: &Path) -> Result<()> {
    let dir = pkg.join("presets");
    fs::create_dir_all(&dir)?;
    for preset in presets::all() {
        let name = preset.name.clone().unwrap_or_default();
        let (script, types) = module(&name, &preset);
        fs::write(dir.join(format!("{name}.js")), script)?;
        fs::write(dir.join(format!("{name}.d.ts")), types)?;
    }
    Ok(())
}

fn module(name: &str, preset: &Preset) -> (String, String) {
    let function = camel(name);
    let base = preset.base_url.as_deref().unwrap_or_default();
    let words = format!(
        "/** The preset `{name}`; `overrides` are merged into it, and `null` takes a member away. Prefix: `{base}`. */\n"
    );
    (
        format!(
            "import {{ merge }} from '../merge.js';\n{words}export const {function} = (overrides) => merge({}, overrides);\n",
            literal(&preset.to_json())
        ),
        format!(
            "import type {{ Overrides }} from '../merge.js';\nimport type {{ Preset }} from '../preset.js';\n\
             {words}export declare const {function}: (overrides?: Overrides) => Preset;\n"
        ),
    )
}

/// What a session speaks without a preset.
pub(super) fn default_preset() -> String {
    let preset = presets::named("hallpass").expect("the contract of this project");
    format!(
        "{ORIGIN}import type {{ Preset }} from './preset.js';\n\n\
         /** The `hallpass` contract: what a session speaks without a preset. */\n\
         export const HALLPASS: Preset = {};\n",
        literal(&preset.to_json())
    )
}

/// A value as JavaScript: as JSON, but names bare where they can be.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", key(name), literal(value)))
                .collect();
            format!("{{ {} }}", members.join(", ")).replace("{  }", "{}")
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(literal).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

fn key(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if bare { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// `better-auth` as a function is `betterAuth`.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, rest) = word.split_at(1);
        name + &head.to_uppercase() + rest
    })
}
