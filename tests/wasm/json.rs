//! `json.ts`: what the engine is told of a value, in numbers.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::parsed;

#[wasm_bindgen(module = "/tests/wasm/generated/adapters.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = json, js_name = _at)]
    fn at(value: &JsValue, pointer: &str) -> JsValue;
    #[wasm_bindgen(js_namespace = json, js_name = _kind)]
    fn kind_of(value: &JsValue) -> i32;
    #[wasm_bindgen(js_namespace = json, js_name = _number)]
    fn number_of(value: &JsValue) -> f64;
    #[wasm_bindgen(js_namespace = json, js_name = _digest)]
    fn digest_of(value: &JsValue) -> f64;
}

fn kind(value: &JsValue, pointer: &str) -> i32 {
    kind_of(&at(value, pointer))
}

fn number(value: &JsValue, pointer: &str) -> f64 {
    number_of(&at(value, pointer))
}

fn digest(value: &JsValue, pointer: &str) -> f64 {
    digest_of(&at(value, pointer))
}

/// There is nothing.
const MISSING: i32 = 4;
/// Anything else than false, true, text and objects, which are 0 to 3.
const OTHER: i32 = -1;

fn body() -> JsValue {
    parsed(
        r#"{"no":false,"yes":true,"text":"t","none":"","object":{"deep":[{"n":7.5}]},"list":[],"null":null,"n":0}"#,
    )
}

#[wasm_bindgen_test]
fn kinds_are_told_apart() {
    for (pointer, wanted) in [
        ("", 3),
        ("/no", 0),
        ("/yes", 1),
        ("/text", 2),
        ("/none", 2),
        ("/object", 3),
        ("/object/deep/0", 3),
        ("/list", OTHER),
        ("/null", OTHER),
        ("/n", OTHER),
        ("/missing", MISSING),
        ("/null/of/nothing", MISSING),
    ] {
        assert_eq!(kind(&body(), pointer), wanted, "{pointer}");
    }
    assert_eq!(kind(&JsValue::UNDEFINED, ""), MISSING);
    assert_eq!(kind(&JsValue::NULL, ""), OTHER);
    for nothing in [JsValue::UNDEFINED, JsValue::NULL] {
        assert_eq!(kind(&nothing, "/text"), MISSING);
    }
}

#[wasm_bindgen_test]
fn numbers_are_read_as_what_they_are() {
    assert_eq!(
        number(&body(), "/object/deep/0/n").to_bits(),
        7.5_f64.to_bits()
    );
    for pointer in ["/text", "/null", "/list", "/missing", "/no"] {
        assert!(number(&body(), pointer).is_nan(), "{pointer}");
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
}

#[wasm_bindgen_test]
fn claims_that_differ_in_the_times_of_their_token_alone_have_equal_digests() {
    let claims = |stamp: u32, sub: &str| {
        let text = format!(
            r#"{{"sub":"{sub}","iat":{stamp},"exp":{stamp},"nbf":{stamp},"jti":"{stamp}","n":1}}"#
        );
        digest(&parsed(&text), "").to_bits()
    };
    assert_eq!(claims(1, "ann"), claims(2, "ann"));
    assert_ne!(claims(1, "ann"), claims(1, "bob"));
}

/// The handle of a session may be one, and the tombstone keeps its text.
#[wasm_bindgen_test]
fn a_number_has_the_digest_of_its_text() {
    for number in ["7", "-1.5", "1e21"] {
        let written = String::from(
            js_sys::Number::from(number.parse::<f64>().expect("a number"))
                .to_string_with_radix(10)
                .expect("text"),
        );
        assert_eq!(
            digest(&parsed(number), "").to_bits(),
            digest(&written.into(), "").to_bits(),
            "{number}"
        );
    }
}

#[wasm_bindgen_test]
fn only_no_text_is_nobody() {
    assert_eq!(digest(&body(), "/none").to_bits(), 0);
    for pointer in ["/text", "/null", "/object", "/n"] {
        assert!(digest(&body(), pointer) > 0.0, "{pointer}");
    }
    for value in ["\"a\"", "{}", "[]", "0"] {
        let digest = digest(&parsed(value), "");
        assert!(digest > 0.0 && digest < 9_007_199_254_740_992.0 && digest.fract() == 0.0);
    }
}
