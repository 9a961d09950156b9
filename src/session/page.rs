//! The page as JavaScript has it, and the objects it is made with.

use js_sys::{Array, Error as JsError, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::error::Error;
use crate::machine::Code;

#[wasm_bindgen(module = "/src/browser/generated/page.js")]
extern "C" {
    #[derive(Clone)]
    pub(super) type Page;
    #[wasm_bindgen(js_name = createPage, catch)]
    pub(super) fn create_page(settings: &JsValue, sink: &JsValue) -> Result<Page, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn imports(this: &Page) -> JsValue;
    #[wasm_bindgen(method, catch)]
    pub(super) fn start(this: &Page, exports: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn call(
        this: &Page,
        kind: u32,
        argument: &JsValue,
        signal: Option<&AbortSignal>,
    ) -> Result<Promise, JsValue>;
    #[cfg(feature = "gloo")]
    #[wasm_bindgen(method, catch)]
    pub(super) fn fetch(this: &Page, request: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(super) fn dispose(this: &Page) -> Result<(), JsValue>;

    /// The functions of an engine, which from then on tell a border of its own.
    pub(super) fn bound(functions: &JsValue, border: &JsValue) -> JsValue;

    /// What the page tells; it forgets whom once it is told to.
    pub(super) type Sink;
    #[wasm_bindgen(js_name = sink)]
    pub(super) fn sink(
        publish: &JsValue,
        emit: &JsValue,
        listen: &JsValue,
        read: &JsValue,
        signal: &JsValue,
    ) -> Sink;
    #[wasm_bindgen(method)]
    pub(super) fn forget(this: &Sink);
    /// An error as a session makes them.
    pub(super) fn fault(code: &str) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = URL)]
    type Url;
    #[wasm_bindgen(constructor, js_class = "URL", catch)]
    fn new(url: &str, base: &str) -> Result<Url, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn origin(this: &Url) -> String;
    #[wasm_bindgen(method, getter)]
    fn protocol(this: &Url) -> String;
}

/// Whether there is a page at all: a server and a worker have none.
pub(super) fn is_there() -> bool {
    cfg!(target_family = "wasm") && !get(&js_sys::global(), "document").is_undefined()
}

/// Returns what an application is told that asks for a page where there is none.
pub(super) fn missing() -> Error {
    let advice = "there is no page here: start the session in a browser, and render with `Session::loading()`";
    Error::new(Code::ConfigInvalid, advice)
}

/// Returns the origin of an http(s) URL, seen from `base`.
pub(super) fn origin(url: &str, base: &str) -> Option<String> {
    let url = Url::new(url, base).ok()?;
    matches!(&*url.protocol(), "http:" | "https:").then(|| url.origin())
}

/// Returns a property, `undefined` where there is none or nothing that could have one.
pub(super) fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Makes an object of its properties.
pub(super) fn object<'a>(properties: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let pairs: Array = properties
        .into_iter()
        .map(|(name, value)| Array::of2(&name.into(), &value))
        .collect();
    Object::from_entries(&pairs).map_or(JsValue::UNDEFINED, Into::into)
}

/// Returns what an exception says.
pub(super) fn words(thrown: &JsValue) -> String {
    let words = match thrown.dyn_ref::<JsError>() {
        Some(error) => error.message().into(),
        None => get(thrown, "message"),
    };
    words
        .as_string()
        .or_else(|| thrown.as_string())
        .unwrap_or_default()
}
