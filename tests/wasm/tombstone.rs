//! `tombstone.ts`: the cookies of sessions that are to die (P14).

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{In, Stage, function, get, global, set};

#[wasm_bindgen(module = "/tests/wasm/generated/adapters.js")]
extern "C" {
    type Tombstone;
    fn tombstone(page: &JsValue, name: &str) -> Tombstone;
    #[wasm_bindgen(method, js_name = _read)]
    fn read(this: &Tombstone, wanted: i32) -> JsValue;
    #[wasm_bindgen(method, js_name = _readTombstone)]
    fn read_tombstone(this: &Tombstone, id: u32, wanted: i32);
    #[wasm_bindgen(method, js_name = _writeTombstone)]
    fn write_tombstone(this: &Tombstone, id: u32, digest: i32);
    #[wasm_bindgen(method, js_name = _clearTombstone)]
    fn clear_tombstone(this: &Tombstone, id: u32, digest: i32);
}

#[wasm_bindgen(module = "/tests/wasm/generated/adapters.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = json, js_name = _digest)]
    fn digest_of(value: &JsValue) -> f64;
}

/// By what the engine knows a handle: the lower half, signed, as numbers cross without glue between.
#[allow(clippy::cast_possible_truncation)] // 53 bits
fn digest(handle: &str) -> i32 {
    digest_of(&handle.into()) as i64 as i32
}

/// A page with its tombstones.
struct Window {
    stage: Stage,
    tombstone: Tombstone,
}

/// A page that has met no session yet.
fn window(name: &str) -> Window {
    let handles = Rc::new(RefCell::new(HashMap::new()));
    let heard = Rc::clone(&handles);
    let meet = function(move |handle, _, _| {
        let handle = handle.as_string().expect("text");
        let digest = digest(&handle);
        heard.borrow_mut().insert(digest, handle);
        digest.into()
    });
    #[allow(clippy::cast_possible_truncation)] // a number of 32 bits
    let handle = function(move |digest, _, _| {
        let digest = digest.as_f64().expect("a number") as i32;
        let handles = handles.borrow();
        handles
            .get(&digest)
            .map_or(JsValue::UNDEFINED, JsValue::from)
    });
    let stage = Stage::new()
        .with("_handle", handle)
        .with("_meet", meet)
        .with("_depart", function(|_, _, _| JsValue::UNDEFINED));
    let name = js_sys::encode_uri_component(name).as_string();
    let tombstone = tombstone(&stage.page, &name.expect("text"));
    Window { stage, tombstone }
}

impl Window {
    /// Leaves the session of this handle.
    fn leave(&self, handle: &str) {
        let meet: js_sys::Function = self.stage.get("_meet").unchecked_into();
        meet.call1(&JsValue::NULL, &handle.into()).expect("heard");
        self.tombstone.write_tombstone(0, digest(handle));
    }

    fn clear(&self, handle: &str) {
        self.tombstone.clear_tombstone(0, digest(handle));
    }

    /// The handle in a tombstone: of the session wanted, if there is one.
    fn read(&self, wanted: &str) -> Option<String> {
        let read = self.tombstone.read(digest(wanted));
        assert!(read.is_string() || read.is_undefined());
        read.as_string()
    }
}

#[wasm_bindgen_test]
fn what_one_page_writes_the_next_reads_until_it_is_cleared() {
    for handle in ["h-1", "a=b; c,d\"é😀~", "%7E", " ", "=~"] {
        let before = window("wasm");
        assert_eq!(before.read(""), None);
        before.leave(handle);
        let after = window("wasm");
        after.tombstone.read_tombstone(0, 0);
        let push = after.stage.take().expect("an input");
        assert_eq!((push.input, push.value), (In::TombstoneRead, handle.into()));
        let known: js_sys::Function = after.stage.get("_handle").unchecked_into();
        let named = known.call1(&JsValue::NULL, &digest(handle).into());
        assert_eq!(named, Ok(handle.into()), "the logout names it");
        after.clear(handle);
        after.tombstone.read_tombstone(0, 0);
        assert!(after.stage.take().expect("an input").value.is_undefined());
    }
}

#[wasm_bindgen_test]
fn a_session_without_a_handle_leaves_an_empty_one() {
    let tab = window("wasm-empty");
    tab.tombstone.write_tombstone(0, 0);
    let read = tab.read("");
    assert_eq!(
        read.as_deref(),
        Some(""),
        "something is to die, whatever it is called"
    );
    tab.clear("");
    assert_eq!(tab.read(""), None);
}

#[wasm_bindgen_test]
fn each_session_has_its_own() {
    let [first, second] = ["wasm-two", "wasm-two"].map(window);
    first.leave("h-1");
    second.leave("h-2");
    for tab in [&first, &second, &window("wasm-two")] {
        for handle in ["h-1", "h-2"] {
            assert_eq!(tab.read(handle).as_deref(), Some(handle));
        }
    }
    first.clear("");
    first.clear("h-1");
    assert_eq!(first.read("h-1").as_deref(), Some("h-2"), "what is left");
    second.clear("h-2");
    assert_eq!(first.read("h-1"), None);
}

#[wasm_bindgen_test]
fn one_that_names_no_session_stands_for_any_that_has_none() {
    let tab = window("wasm-nameless");
    for handle in ["h-1", "", "h-2"] {
        tab.leave(handle);
    }
    assert_eq!(tab.read("h-2").as_deref(), Some("h-2"));
    assert_eq!(tab.read("h-3").as_deref(), Some(""));
    assert_eq!(tab.read("").as_deref(), Some(""));
    for handle in ["h-1", "", "h-2"] {
        tab.clear(handle);
    }
    assert_eq!(tab.read(""), None);
}

#[wasm_bindgen_test]
fn odd_names_are_kept_apart() {
    let names = ["x", "xy", "x+0=~y", "x; Path=/nowhere", "é 😀", "", "x%2B0"];
    let tabs = names.map(window);
    for (name, tab) in names.iter().zip(&tabs) {
        tab.leave(name);
    }
    for (name, tab) in names.iter().zip(&tabs) {
        assert_eq!(tab.read("").as_deref(), Some(*name));
        tab.clear(name);
        assert_eq!(tab.read(""), None, "{name}");
    }
}

/// Another application of the domain may write what it likes: this page starts all the same.
#[wasm_bindgen_test]
fn a_cookie_that_is_not_ours_is_no_tombstone() {
    let tab = window("wasm-forged");
    let document = global("document");
    for forged in ["+1=~%E0%A4", "+1=~h", "+0=h", "=~h", "+=~", "+"] {
        let cookie = format!("hallpass.wasm-forged{forged}");
        set(&document, "cookie", &format!("{cookie};Path=/").into());
        assert_eq!(tab.read("h"), None, "{cookie}");
        tab.leave("h");
        assert_eq!(tab.read("").as_deref(), Some("h"), "beside {cookie}");
        tab.clear("h");
        let all = get(&document, "cookie").as_string().expect("text");
        assert!(all.contains(&cookie), "{cookie} in {all}");
        let (name, _) = cookie.split_once('=').unwrap_or(("", ""));
        let gone = format!("{name}=;Path=/;Max-Age=0");
        set(&document, "cookie", &gone.into());
    }
}
