//! `tombstone.js`: the cookie of a session that is to die (P14).

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{In, Stage, function, get, global, set};

#[wasm_bindgen(module = "/src/browser/page/tombstone.js")]
extern "C" {
    type Tombstone;
    fn tombstone(page: &JsValue, name: &str) -> Tombstone;
    #[wasm_bindgen(method)]
    fn read(this: &Tombstone) -> JsValue;
    #[wasm_bindgen(method, js_name = readTombstone)]
    fn read_tombstone(this: &Tombstone);
    #[wasm_bindgen(method, js_name = writeTombstone)]
    fn write_tombstone(this: &Tombstone, id: u32, a: u32, named: bool);
    #[wasm_bindgen(method, js_name = clearTombstone)]
    fn clear_tombstone(this: &Tombstone, id: u32, digest: i32);
}

#[wasm_bindgen(module = "/src/browser/page/json.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = json, js_name = digest)]
    fn digest_of(value: &JsValue) -> f64;
}

impl Tombstone {
    fn write(&self) {
        self.write_tombstone(0, 0, true);
    }

    /// Removes it, if it is of the session of this handle.
    fn clear(&self, handle: &str) {
        // The lower half, signed, as numbers cross without glue between.
        #[allow(clippy::cast_possible_truncation)] // 53 bits
        let low = digest_of(&handle.into()) as i64 as i32;
        self.clear_tombstone(0, low);
    }
}

/// A page that knows the session of this handle.
fn tab(name: &str, handle: impl Into<JsValue>) -> (Stage, Tombstone) {
    let handle = handle.into();
    let handles = function(move |whose, _, _| match whose.as_f64() {
        Some(0.0) => JsValue::UNDEFINED,
        Some(1.0) => handle.clone(),
        _ => panic!("neither nobody's nor that of the session known"),
    });
    let stage = Stage::new().with("handle", handles);
    let name = js_sys::encode_uri_component(name).as_string();
    let tombstone = tombstone(&stage.page, &name.expect("text"));
    (stage, tombstone)
}

#[wasm_bindgen_test]
fn what_one_page_writes_the_next_reads_until_it_is_cleared() {
    for handle in ["h-1", "a=b; c,d\"é😀~", "%7E", " "] {
        let (stage, before) = tab("wasm", handle);
        assert!(before.read().is_undefined());
        before.write();
        assert_eq!(stage.get("leaving"), handle);
        let (stage, after) = tab("wasm", "another");
        after.read_tombstone();
        let push = stage.take().expect("an input");
        assert_eq!(
            (push.input, push.value),
            (In::TOMBSTONE_READ, handle.into())
        );
        assert_eq!(
            stage.get("leaving"),
            handle,
            "the logout names the one that is to die"
        );
        after.clear(handle);
        after.read_tombstone();
        assert!(stage.take().expect("an input").value.is_undefined());
    }
}

#[wasm_bindgen_test]
fn a_session_without_a_handle_leaves_an_empty_one() {
    for handle in [JsValue::UNDEFINED, JsValue::NULL, "".into()] {
        let (_, tombstone) = tab("wasm-empty", handle);
        tombstone.write();
        assert_eq!(
            tombstone.read(),
            "",
            "something is to die, whatever it is called"
        );
        tombstone.clear("");
        assert!(tombstone.read().is_undefined());
    }
}

/// Whoever leaves while signing in knows a session, but not the one that is to die.
#[wasm_bindgen_test]
fn a_session_that_has_no_name_yet_leaves_an_empty_one() {
    let (stage, tombstone) = tab("wasm-nameless", "of the former");
    tombstone.write_tombstone(0, 0, false);
    assert_eq!(tombstone.read(), "");
    assert_eq!(stage.get("leaving"), "");
    tombstone.clear("");
    assert!(tombstone.read().is_undefined());
}

#[wasm_bindgen_test]
fn what_another_page_has_put_in_its_place_stays() {
    let (_, first) = tab("wasm-replaced", "h-1");
    let (_, second) = tab("wasm-replaced", "h-2");
    let (_, nameless) = tab("wasm-replaced", "");
    first.write();
    second.write();
    first.clear("h-1");
    assert_eq!(second.read(), "h-2");
    first.clear("");
    assert_eq!(
        second.read(),
        "h-2",
        "nor is it of a session without a name"
    );
    nameless.write();
    second.clear("h-2");
    assert_eq!(first.read(), "");
    first.clear("");
    first.clear("");
    assert!(first.read().is_undefined());
}

#[wasm_bindgen_test]
fn odd_names_are_kept_apart() {
    let names = ["x", "xy", "x=~y", "x; Path=/nowhere", "é 😀", "", "x%3D~y"];
    let tombstones = names.map(|name| tab(name, name).1);
    for tombstone in &tombstones {
        tombstone.write();
    }
    for (name, tombstone) in names.iter().zip(&tombstones) {
        assert_eq!(tombstone.read(), *name);
        tombstone.clear(name);
        assert!(tombstone.read().is_undefined(), "{name}");
    }
}

/// Another application of the domain may write what it likes: this page starts all the same.
#[wasm_bindgen_test]
fn a_cookie_that_is_not_ours_is_no_tombstone() {
    let (_, tombstone) = tab("wasm-forged", "h");
    let document = global("document");
    for value in ["~%E0%A4", "h"] {
        let cookie = format!("hallpass.wasm-forged={value};Path=/");
        set(&document, "cookie", &cookie.into());
        assert!(tombstone.read().is_undefined());
        tombstone.clear("h");
        assert!(
            get(&document, "cookie")
                .as_string()
                .is_some_and(|all| all.contains(value))
        );
        set(
            &document,
            "cookie",
            &"hallpass.wasm-forged=;Path=/;Max-Age=0".into(),
        );
    }
}
