//! `preset.ts`: the type `Preset` and its parts, out of their schema.

use super::ORIGIN;
use hallpass::dialect::preset::Preset;
use serde_json::Value;
use std::fmt::Write;

pub(super) fn typescript() -> String {
    let schema = Preset::schema();
    let mut text = ORIGIN.to_owned();
    declare(&mut text, "Preset", &schema);
    for (name, part) in schema["$defs"].as_object().into_iter().flatten() {
        declare(&mut text, name, part);
    }
    text
}

fn declare(text: &mut String, name: &str, schema: &Value) {
    text.push('\n');
    comment(text, "", schema);
    let Some(members) = schema["properties"].as_object() else {
        writeln!(text, "export type {name} = {};", type_of(schema))
            .expect("a string takes any text");
        return;
    };
    writeln!(text, "export interface {name} {{").expect("a string takes any text");
    for (member, schema_of) in members {
        comment(text, "  ", schema_of);
        let mark = if is_required(schema, member) { "" } else { "?" };
        writeln!(text, "  {member}{mark}: {};", type_of(schema_of))
            .expect("a string takes any text");
    }
    text.push_str("}\n");
}

fn comment(text: &mut String, indent: &str, schema: &Value) {
    let Some(words) = schema["description"].as_str() else {
        return;
    };
    let lines: Vec<_> = words.lines().collect();
    if let [line] = *lines {
        writeln!(text, "{indent}/** {line} */").expect("a string takes any text");
        return;
    }
    writeln!(text, "{indent}/**").expect("a string takes any text");
    for line in lines {
        writeln!(text, "{}", format!("{indent} * {line}").trim_end())
            .expect("a string takes any text");
    }
    writeln!(text, "{indent} */").expect("a string takes any text");
}

pub(super) fn is_required(schema: &Value, member: &str) -> bool {
    let required = schema["required"].as_array();
    required.is_some_and(|required| required.iter().any(|name| name == member))
}

/// The alternatives that a schema allows, without `null`: what may be absent is left out instead.
pub(super) fn alternatives(schema: &Value) -> Vec<&Value> {
    let several = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    several.map_or_else(
        || vec![schema],
        |several| several.iter().filter(|one| one["type"] != "null").collect(),
    )
}

/// The one type that is not `null`.
pub(super) fn kind(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::String(kind) => Some(kind),
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|kind| *kind != "null"),
        _ => None,
    }
}

/// The name of a part that a schema refers to.
pub(super) fn part(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn type_of(schema: &Value) -> String {
    let several = alternatives(schema);
    if several.len() > 1 {
        let types: Vec<_> = several.into_iter().map(type_of).collect();
        return types.join(" | ");
    }
    let schema = several[0];
    if let Some(part) = part(schema) {
        return part.to_owned();
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<_> = words
            .iter()
            .filter_map(Value::as_str)
            .map(|word| format!("'{word}'"))
            .collect();
        return words.join(" | ");
    }
    if let Some(word) = schema["const"].as_str() {
        return format!("'{word}'");
    }
    match kind(schema) {
        Some("string") => "string".to_owned(),
        Some("boolean") => "boolean".to_owned(),
        Some("integer" | "number") => "number".to_owned(),
        Some("array") if schema["minItems"] == 2 => {
            let item = type_of(&schema["items"]);
            format!("[{item}, {item}]")
        }
        Some("array") => match type_of(&schema["items"]) {
            item if item.contains(' ') => format!("({item})[]"),
            item => format!("{item}[]"),
        },
        Some("object") => format!(
            "Record<string, {}>",
            type_of(&schema["additionalProperties"])
        ),
        _ => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::typescript;

    #[test]
    fn every_member_is_documented_and_typed() {
        let text = typescript();
        for line in [
            "  session: Endpoint;",
            "  expiry?: Expiry | Expiry[];",
            "  pairs?: [string, string];",
            "  headers?: Record<string, string>;",
            "  status?: number | number[];",
            "export type Place = string | HeaderPlace;",
            "export type Limit = 'session' | 'idle' | 'absolute';",
            "export type Unit = 'iso' | 's' | 'ms' | 'in_s' | 'in_ms';",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        let mut before = "";
        for line in text.lines() {
            let member =
                line.starts_with("  ") && line.contains(": ") && !before.trim().starts_with("/**");
            assert!(
                !member || before.trim().ends_with("*/") || line.trim().starts_with(['*', '/']),
                "{line}"
            );
            before = line;
        }
    }
}
