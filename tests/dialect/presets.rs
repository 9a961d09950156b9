//! Declarations of servers as JSON: what an application may read one from.

use hallpass::preset::Preset;
use serde_json::{Value, from_value, json};

#[test]
fn every_declaration_comes_back_from_its_json_as_it_was() {
    for preset in hallpass::dialect::presets::all() {
        let json = preset.to_json();
        let read = from_value::<Preset>(json.clone());
        assert_eq!(
            read.map(|read| read.to_json()).ok(),
            Some(json),
            "{preset:?}"
        );
    }
}

#[test]
fn a_server_that_is_known_has_a_function_of_its_name() {
    let functions = [Preset::better_auth, Preset::kratos, Preset::tower_sessions];
    let names = functions.map(|preset| preset().name.unwrap_or_default());
    assert_eq!(names, ["better-auth", "kratos", "tower-sessions"]);
}

fn refusal(preset: Value) -> String {
    from_value::<Preset>(preset)
        .expect_err("a mistake")
        .to_string()
}

#[test]
fn a_mistake_in_a_declaration_is_named() {
    let typo = json!({ "session": { "path": "/me" }, "baseURL": "/api" });
    assert!(refusal(typo).contains("unknown field `baseURL`"));
    let within = json!({ "session": { "path": "/me", "verb": "GET" } });
    assert!(refusal(within).contains("unknown field `verb`"));
    assert!(refusal(json!({ "session": {} })).contains("missing field `path`"));
    assert!(refusal(json!({})).contains("missing field `session`"));
    let unit = json!({ "session": { "path": "/me" }, "expiry": { "at": "/end", "unit": "hours" } });
    assert!(refusal(unit).contains("unknown variant `hours`"));
    let sign =
        json!({ "session": { "path": "/me" }, "expired": [{ "status": 401 }, { "code": 1 }] });
    assert!(refusal(sign).contains("unknown field `code`"));
}
