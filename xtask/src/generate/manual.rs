//! `docs/servers/<name>.md`: the tables of each page, between two marks; the words are a person's.

use super::Made;
use crate::root;
use anyhow::{Context, Result};
use hallpass::dialect::{preset::Preset, presets};
use serde_json::Value;
use std::{fmt::Write, fs};

const BEGIN: &str = "<!-- preset -->";
const END: &str = "<!-- /preset -->";

pub(super) fn pages() -> Result<Vec<Made>> {
    presets::all().iter().map(page).collect()
}

fn page(preset: &Preset) -> Result<Made> {
    let name = preset.name.as_deref().unwrap_or_default();
    let path = root::path("docs/servers").join(format!("{name}.md"));
    let text = fs::read_to_string(&path)
        .with_context(|| format!("{name} has no page: {}", path.display()))?;
    let missing = || {
        format!(
            "{} has no place for its tables: {BEGIN} … {END}",
            path.display()
        )
    };
    let (before, rest) = text.split_once(BEGIN).with_context(missing)?;
    let (_, after) = rest.split_once(END).with_context(missing)?;
    let text = format!("{before}{BEGIN}\n{}{END}{after}", tables(&preset.to_json()));
    Ok(Made { path, text })
}

fn tables(preset: &Value) -> String {
    let mut text = String::from("| request | how it is made | its answer |\n|---|---|---|\n");
    let base = preset["baseUrl"].as_str().unwrap_or_default();
    for (what, key, method) in [
        ("session", "session", "GET"),
        ("refresh", "refresh", "POST"),
        ("touch", "touch", "POST"),
        ("login", "login", "POST"),
        ("login by navigation", "loginPage", "navigate"),
        ("logout", "logout", "POST"),
    ] {
        let steps = match &preset[key] {
            Value::Array(steps) => steps.iter().collect(),
            Value::Null => vec![],
            step => vec![step],
        };
        for step in steps {
            line(&mut text, what, &request(base, step, method), &answer(step));
        }
    }
    text.push_str("\n| sign or place | in this preset |\n|---|---|\n");
    let members = preset.as_object().into_iter().flatten();
    let told = [
        "name",
        "baseUrl",
        "session",
        "refresh",
        "touch",
        "login",
        "loginPage",
        "logout",
    ];
    for (name, value) in members.filter(|(name, _)| !told.contains(&name.as_str())) {
        writeln!(text, "| `{name}` | {} |", code(value)).expect("a string takes any text");
    }
    writeln!(text, "\n{}", late_logout(preset)).expect("a string takes any text");
    text
}

/// What a logout may end that reaches the server late: in the words of the manual, by what the server tells and takes.
fn late_logout(preset: &Value) -> &'static str {
    let handle = &preset["handle"];
    if !handle["header"].is_null() {
        "**A late logout** ends no other session: each request names the one it means \
         ([P12](../promises.md))."
    } else if !handle["at"].is_null() {
        "**A late logout**, after an outage say, asks first whose session the cookie holds, and lets another one live: \
         this server tells sessions apart, but a\nrequest cannot say which one it means ([P12](../promises.md)). \
         `logout()` itself ends what the cookie holds at that moment, also if another user\nhas just signed in by \
         another page."
    } else {
        "**A late logout**, after an outage say, ends whichever session the cookie holds by then: this server does not \
         tell one session from another, so\nneither can hallpass ([P12](../promises.md)). That may be the session of a \
         user who has signed in since by another page."
    }
}

fn line(text: &mut String, what: &str, request: &str, answer: &str) {
    writeln!(text, "| {what} | {request} | {answer} |").expect("a string takes any text");
}

fn request(base: &str, step: &Value, method: &str) -> String {
    let navigates = step["navigate"] == true;
    let method = if navigates {
        "navigate"
    } else {
        step["method"].as_str().unwrap_or(method)
    };
    let address = match (step["path"].as_str(), &step["at"]) {
        (Some(path), _) => format!("`{method} {base}{path}{}`", query(&step["query"])),
        (None, at) => format!("`{method}` what stands at {}", code(at)),
    };
    let extra = ["headers", "body", "returnTo", "acrValues", "maxAge"]
        .into_iter()
        .filter(|key| !step[*key].is_null());
    let extra: Vec<_> = extra
        .map(|key| format!(", {key} {}", code(&step[key])))
        .collect();
    let extra = extra.concat();
    let form = if step["form"] == true {
        " as a form"
    } else {
        ""
    };
    format!("{address}{extra}{form}")
}

fn query(query: &Value) -> String {
    let pairs: Vec<_> = query
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default()))
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

fn answer(step: &Value) -> String {
    let told = ["ok", "refused", "incomplete", "stale"]
        .into_iter()
        .filter(|key| !step[*key].is_null());
    let told: Vec<_> = told
        .map(|key| format!("{key} {}", code(&step[key])))
        .collect();
    told.join("; ")
}

/// JSON within a table.
fn code(value: &Value) -> String {
    format!("`{}`", value.to_string().replace('|', "\\|"))
}
