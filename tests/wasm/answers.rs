//! A server within the page: `fetch` is answered here, so that a test needs no program beside the browser.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use crate::stage::{Shadow, function, global, parsed};

#[wasm_bindgen]
extern "C" {
    type Response;
    #[wasm_bindgen(constructor)]
    fn new(body: &str, init: &JsValue) -> Response;
}

/// Answers the addresses that `answer` knows, by a body of JSON and the time of the server (empty for none), until what is returned is dropped.
/// All other requests are made.
pub(crate) fn answering(answer: impl Fn(&str) -> Option<(String, String)> + 'static) -> Shadow {
    let real = Function::from(global("fetch"));
    let fetch = function(move |url, init, _| {
        let address = String::from(js_sys::JsString::from(url.clone()));
        match answer(&address) {
            Some((body, date)) => {
                let headers = format!(r#"{{"content-type":"application/json","date":"{date}"}}"#);
                let init = parsed(&format!(r#"{{"headers":{headers}}}"#));
                Promise::resolve(&Response::new(&body, &init)).into()
            }
            None => real
                .call2(&JsValue::UNDEFINED, &url, &init)
                .unwrap_or_else(|thrown| Promise::reject(&thrown).into()),
        }
    });
    Shadow::new(&js_sys::global(), "fetch", fetch)
}
