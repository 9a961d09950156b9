//! `json.js`, and what the engine makes of it.

use hallpass::{
    dialect::{Json, Kind},
    machine::Name,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::parsed;

#[wasm_bindgen(module = "/src/browser/page/json.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = json)]
    fn digest(value: &JsValue, pointer: &str) -> f64;
}

fn body() -> JsValue {
    parsed(
        r#"{"no":false,"yes":true,"text":"t","none":"","object":{"deep":[{"n":7.5}]},"list":[],"null":null,"n":0}"#,
    )
}

#[wasm_bindgen_test]
fn kinds_are_told_apart() {
    for (pointer, kind) in [
        ("", Kind::Object),
        ("/no", Kind::False),
        ("/yes", Kind::True),
        ("/text", Kind::Text),
        ("/none", Kind::Text),
        ("/object", Kind::Object),
        ("/object/deep/0", Kind::Object),
        ("/list", Kind::Other),
        ("/null", Kind::Other),
        ("/n", Kind::Other),
        ("/missing", Kind::Other),
        ("/null/of/nothing", Kind::Other),
    ] {
        assert_eq!(body().kind(pointer), kind, "{pointer}");
    }
    for nothing in [JsValue::UNDEFINED, JsValue::NULL] {
        assert_eq!(nothing.kind(""), Kind::Other);
        assert_eq!(nothing.kind("/text"), Kind::Other);
    }
}

#[wasm_bindgen_test]
fn texts_and_numbers_are_read_as_what_they_are() {
    assert!(body().says("/text", "t") && !body().says("/text", "T") && !body().says("/n", "0"));
    assert_eq!(
        body().number("/object/deep/0/n").to_bits(),
        7.5_f64.to_bits()
    );
    for pointer in ["/text", "/null", "/list", "/missing", "/no"] {
        assert!(body().number(pointer).is_nan(), "{pointer}");
    }
}

#[wasm_bindgen_test]
fn equal_values_have_equal_digests() {
    let subjects =
        parsed(r#"{"a":"alice","b":["alice"],"c":"alicf","d":"ecila","e":"é😀","f":"é😁"}"#);
    let of = |pointer: &str| digest(&subjects, pointer).to_bits();
    assert_eq!(of("/a"), of("/b/0"));
    let different = ["/a", "/c", "/d", "/e", "/f", "/b", ""].map(of);
    for (at, one) in different.iter().enumerate() {
        assert!(!different[..at].contains(one), "{at}");
    }
    // Claims are looked at in the order they were sent.
    let claims = r#"{"roles":["x"],"n":1}"#;
    assert_eq!(
        digest(&parsed(claims), "").to_bits(),
        digest(&parsed(claims), "").to_bits()
    );
    assert_eq!(subjects.name("/a"), subjects.name("/b/0"));
}

#[wasm_bindgen_test]
fn only_no_text_is_nobody() {
    assert_eq!(body().name("/none"), Name::NONE);
    for pointer in ["/text", "/null", "/object", "/n"] {
        assert_ne!(body().name(pointer), Name::NONE, "{pointer}");
    }
    for value in ["\"a\"", "{}", "[]", "0"] {
        let digest = digest(&parsed(value), "");
        assert!(digest > 0.0 && digest < 9_007_199_254_740_992.0 && digest.fract() == 0.0);
    }
}
