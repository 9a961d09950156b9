//! `tombstone.js`: the cookie of a session that is to die (P14).

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{In, Stage, function, global, set};

#[wasm_bindgen(module = "/src/browser/page/tombstone.js")]
extern "C" {
    type Tombstone;
    fn tombstone(page: &JsValue, name: &str) -> Tombstone;
    #[wasm_bindgen(method)]
    fn read(this: &Tombstone) -> JsValue;
    #[wasm_bindgen(method, js_name = readTombstone)]
    fn read_tombstone(this: &Tombstone);
    #[wasm_bindgen(method, js_name = writeTombstone)]
    fn write_tombstone(this: &Tombstone);
    #[wasm_bindgen(method, js_name = clearTombstone)]
    fn clear_tombstone(this: &Tombstone);
}

/// A page that knows the session of this handle.
fn tab(name: &str, handle: impl Into<JsValue>) -> (Stage, Tombstone) {
    let handle = handle.into();
    let handles = function(move |whose, _, _| {
        assert_eq!(whose, 1, "the session that is known");
        handle.clone()
    });
    let stage = Stage::new().with("handle", handles);
    let tombstone = tombstone(&stage.page, name);
    (stage, tombstone)
}

#[wasm_bindgen_test]
fn what_one_page_writes_the_next_reads_until_it_is_cleared() {
    for handle in ["h-1", "a=b; c,d\"é😀~", "%7E", " "] {
        let (stage, before) = tab("wasm", handle);
        assert!(before.read().is_undefined());
        before.write_tombstone();
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
        after.clear_tombstone();
        after.read_tombstone();
        assert!(stage.take().expect("an input").value.is_undefined());
    }
}

#[wasm_bindgen_test]
fn a_session_without_a_handle_leaves_an_empty_one() {
    for handle in [JsValue::UNDEFINED, JsValue::NULL, "".into()] {
        let (_, tombstone) = tab("wasm-empty", handle);
        tombstone.write_tombstone();
        assert_eq!(
            tombstone.read(),
            "",
            "something is to die, whatever it is called"
        );
        tombstone.clear_tombstone();
        assert!(tombstone.read().is_undefined());
    }
}

#[wasm_bindgen_test]
fn odd_names_are_kept_apart() {
    let names = ["x", "xy", "x=~y", "x; Path=/nowhere", "é 😀", "", "x%3D~y"];
    let tombstones = names.map(|name| tab(name, name).1);
    for tombstone in &tombstones {
        tombstone.write_tombstone();
    }
    for (name, tombstone) in names.iter().zip(&tombstones) {
        assert_eq!(tombstone.read(), *name);
        tombstone.clear_tombstone();
        assert!(tombstone.read().is_undefined(), "{name}");
    }
}

/// Another application of the domain may write what it likes: this page starts all the same.
#[wasm_bindgen_test]
fn a_cookie_that_is_not_ours_is_no_tombstone() {
    let (_, tombstone) = tab("wasm-forged", "h");
    set(
        &global("document"),
        "cookie",
        &"hallpass.wasm-forged=~%E0%A4;Path=/".into(),
    );
    assert!(tombstone.read().is_undefined());
    tombstone.clear_tombstone();
    set(
        &global("document"),
        "cookie",
        &"hallpass.wasm-forged=h;Path=/".into(),
    );
    assert!(tombstone.read().is_undefined());
    tombstone.clear_tombstone();
}
