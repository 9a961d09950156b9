//! `shapes.ts`: the same schema in few words, for what judges a preset in the browser.

use super::{
    ORIGIN,
    types::{alternatives, is_required, kind, part},
};
use hallpass::dialect::preset::Preset;
use serde_json::{Map, Value, json};

pub(super) fn typescript() -> String {
    let schema = Preset::schema();
    let mut shapes = Map::new();
    shapes.insert("Preset".into(), shape(&schema, &schema));
    for (name, part) in schema["$defs"].as_object().into_iter().flatten() {
        if part["properties"].is_object() {
            shapes.insert(name.clone(), shape(&schema, part));
        }
    }
    let lines: Vec<_> = shapes
        .iter()
        .map(|(name, shape)| format!("  {name}: {shape},\n"))
        .collect();
    format!(
        "{ORIGIN}\n\
         /** Of each part its members, and of each member what it may be: `?` absent, `=x` this word, `[]` several. */\n\
         export const SHAPES: Record<string, Record<string, string>> = {{\n{}}};\n",
        lines.concat()
    )
}

fn shape(root: &Value, schema: &Value) -> Value {
    let members = schema["properties"].as_object().into_iter().flatten();
    let shape: Map<_, _> = members
        .map(|(member, of)| {
            let mut words = words(root, of);
            if !is_required(schema, member) {
                words.insert(0, "?".into());
            }
            (member.clone(), json!(words.join(" ")))
        })
        .collect();
    Value::Object(shape)
}

fn words(root: &Value, schema: &Value) -> Vec<String> {
    let several = alternatives(schema);
    if several.len() > 1 {
        return several
            .into_iter()
            .flat_map(|one| words(root, one))
            .collect();
    }
    let schema = several[0];
    if let Some(name) = part(schema) {
        let part = &root["$defs"][name];
        // What is no object is spelled out where it is used.
        return if part["properties"].is_object() {
            vec![name.to_owned()]
        } else {
            words(root, part)
        };
    }
    if let Some(options) = schema["enum"].as_array() {
        return options
            .iter()
            .filter_map(Value::as_str)
            .map(|word| format!("={word}"))
            .collect();
    }
    if let Some(word) = schema["const"].as_str() {
        return vec![format!("={word}")];
    }
    match kind(schema) {
        Some("integer") => vec!["number".to_owned()],
        Some("array") => words(root, &schema["items"])
            .into_iter()
            .map(|word| word + "[]")
            .collect(),
        Some("object") => vec!["texts".to_owned()],
        Some(kind) => vec![kind.to_owned()],
        None => vec!["any".to_owned()],
    }
}
