//! The Web APIs that the shell touches, declared as narrowly as it touches them.
//!
//! `web-sys` has most of these, but declares them method by method with the types that the page
//! may not have (`LockManager` stands behind an unstable flag), and its dictionaries cost more
//! bytes in the module than an object that is filled in.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    pub(crate) fn fetch(input: &JsValue, init: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_name = setTimeout)]
    pub(crate) fn set_timeout(callback: &Function, delay: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    pub(crate) fn clear_timeout(id: &JsValue);
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub(crate) fn date_now() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = parse)]
    pub(crate) fn date_parse(date: &str) -> f64;
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    pub(crate) fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    pub(crate) fn random() -> f64;
    #[wasm_bindgen(js_namespace = JSON, js_name = stringify)]
    pub(crate) fn stringify(value: &JsValue) -> Option<String>;
    #[wasm_bindgen(js_namespace = Object, js_name = assign)]
    pub(crate) fn assign(target: &JsValue, source: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = encodeURIComponent)]
    pub(crate) fn encode(text: &str) -> String;
    #[wasm_bindgen(catch, js_name = decodeURIComponent)]
    pub(crate) fn decode(text: &str) -> Result<String, JsValue>;

    /// Anything that events happen to.
    pub(crate) type EventTarget;
    #[wasm_bindgen(method, js_name = addEventListener)]
    pub(crate) fn listen(this: &EventTarget, event: &str, listener: &Function, options: &JsValue);
    #[wasm_bindgen(method, js_name = removeEventListener)]
    pub(crate) fn unlisten(this: &EventTarget, event: &str, listener: &Function, capture: bool);

    #[wasm_bindgen(extends = EventTarget)]
    pub(crate) type Document;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    pub(crate) static DOCUMENT: Document;
    #[wasm_bindgen(method, getter, js_name = visibilityState)]
    pub(crate) fn visibility_state(this: &Document) -> String;
    #[wasm_bindgen(method, getter, js_name = baseURI)]
    pub(crate) fn base_uri(this: &Document) -> String;
    #[wasm_bindgen(method, getter, catch)]
    pub(crate) fn cookie(this: &Document) -> Result<String, JsValue>;
    #[wasm_bindgen(method, setter, catch, js_name = cookie)]
    pub(crate) fn set_cookie(this: &Document, cookie: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(extends = EventTarget)]
    pub(crate) type Window;
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    pub(crate) static WINDOW: Window;

    pub(crate) type Location;
    #[wasm_bindgen(thread_local_v2, js_name = location)]
    pub(crate) static LOCATION: Location;
    #[wasm_bindgen(method)]
    pub(crate) fn assign(this: &Location, url: &str);

    pub(crate) type Navigator;
    #[wasm_bindgen(thread_local_v2, js_name = navigator)]
    pub(crate) static NAVIGATOR: Navigator;
    #[wasm_bindgen(method, getter, js_name = onLine)]
    pub(crate) fn on_line(this: &Navigator) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn locks(this: &Navigator) -> Option<LockManager>;

    #[derive(Clone)]
    pub(crate) type LockManager;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        callback: &Function,
    ) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method)]
    pub(crate) fn query(this: &LockManager) -> Promise;

    #[wasm_bindgen(extends = EventTarget)]
    pub(crate) type BroadcastChannel;
    #[wasm_bindgen(constructor, catch)]
    pub(crate) fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    pub(crate) fn post(this: &BroadcastChannel, message: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &BroadcastChannel);

    pub(crate) type AbortController;
    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    pub(crate) fn abort(this: &AbortController, reason: &JsValue);

    #[wasm_bindgen(js_name = Headers)]
    pub(crate) type Headers;
    #[wasm_bindgen(constructor, catch)]
    pub(crate) fn new(init: &JsValue) -> Result<Headers, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn get(this: &Headers, name: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn set(this: &Headers, name: &str, value: &str) -> Result<(), JsValue>;

    #[derive(Clone)]
    pub(crate) type Response;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn headers(this: &Response) -> Headers;
    #[wasm_bindgen(method, catch, js_name = clone)]
    pub(crate) fn clone_response(this: &Response) -> Result<Response, JsValue>;
    #[wasm_bindgen(method)]
    pub(crate) fn json(this: &Response) -> Promise;

    #[wasm_bindgen(js_name = URL)]
    pub(crate) type Url;
    #[wasm_bindgen(constructor, catch, js_class = "URL")]
    pub(crate) fn new(url: &str, base: &str) -> Result<Url, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn origin(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn protocol(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn href(this: &Url) -> String;

    #[wasm_bindgen(js_name = ReadableStream)]
    pub(crate) type ReadableStream;

    #[wasm_bindgen(js_name = Request)]
    pub(crate) type Request;
    #[wasm_bindgen(method, catch, js_name = clone)]
    pub(crate) fn clone_request(this: &Request) -> Result<Request, JsValue>;

    /// Any object, by the names of its members.
    pub(crate) type Members;
    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    pub(crate) fn get(this: &Members, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, indexing_setter, catch)]
    pub(crate) fn set(this: &Members, key: &str, value: &JsValue) -> Result<(), JsValue>;
}

/// Returns a member of anything; `undefined` where there is none.
pub(crate) fn get(value: &JsValue, key: &str) -> JsValue {
    if value.is_null() || value.is_undefined() {
        return JsValue::UNDEFINED;
    }
    value
        .unchecked_ref::<Members>()
        .get(key)
        .unwrap_or(JsValue::UNDEFINED)
}

/// Sets a member of an object of our own.
pub(crate) fn set(object: &JsValue, key: &str, value: &JsValue) {
    // An object of our own is neither frozen nor a proxy: this cannot fail.
    let _ = object.unchecked_ref::<Members>().set(key, value);
}

/// Makes an object of these members.
pub(crate) fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = JsValue::from(js_sys::Object::new());
    for (key, value) in members {
        set(&object, key, value);
    }
    object
}
