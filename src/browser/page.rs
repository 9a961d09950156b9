//! The page: everything outside the engine, behind two doors.
//!
//! What touches the Web APIs is JavaScript (`page/*.js`, one API a file), because there it weighs a
//! tenth: the same adapters through `web-sys` made a module of 34 kB (brotli), where this is 2.6.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/page/page.js")]
extern "C" {
    pub(crate) type Page;
    #[wasm_bindgen(constructor)]
    pub(crate) fn new(options: &JsValue, sink: &Sink, early: &JsValue) -> Page;

    /// Says how the server is addressed.
    #[wasm_bindgen(method)]
    pub(crate) fn configure(this: &Page, base: &str, header: &str, value: &str, handle: &str);

    /// Carries an effect out, by its name in `page/*.js`.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments)]
    // plain values cross the border at no cost, objects do not
    pub(crate) fn perform(
        this: &Page,
        effect: &str,
        id: u32,
        a: u32,
        b: bool,
        value: &JsValue,
        path: &str,
        body: &str,
    );

    /// Says something to the other tabs.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments)] // the wire form, number by number
    pub(crate) fn broadcast(
        this: &Page,
        version: f64,
        news: f64,
        generation: f64,
        identity: f64,
        claims: f64,
        expires_in: f64,
        idle_expires_in: f64,
        absolute_expires_in: f64,
        wait: f64,
    );

    /// Tells of an event; of a step-up, with the server's own words.
    #[wasm_bindgen(method)]
    pub(crate) fn emit(this: &Page, event: &str, a: &JsValue, b: &JsValue);

    /// Makes the error value that callers get; `retry_after` in milliseconds, NaN for none.
    #[wasm_bindgen(method)]
    pub(crate) fn error(
        this: &Page,
        code: &str,
        detail: &JsValue,
        status: u16,
        retry_after: f64,
    ) -> JsValue;
}

// Referred to by `page.js`; declared, so that the bindings carry them along.
macro_rules! carried_along {
    ($($module:literal)*) => {$(
        const _: () = {
            #[wasm_bindgen(module = $module)]
            extern "C" {
                #[allow(dead_code)]
                type Carried;
            }
        };
    )*};
}
carried_along! {
    "/src/browser/page/channel.js"
    "/src/browser/page/endpoint.js"
    "/src/browser/page/inputs.js"
    "/src/browser/page/json.js"
    "/src/browser/page/lifecycle.js"
    "/src/browser/page/locks.js"
    "/src/browser/page/navigation.js"
    "/src/browser/page/requests.js"
    "/src/browser/page/tombstone.js"
}

#[wasm_bindgen]
extern "C" {
    /// Who is told: the npm facade, or the Rust surface.
    pub type Sink;
    /// Times are epoch milliseconds, NaN for none; what a status has no use for is to be ignored.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments)]
    // plain values cross the border at no cost, objects do not
    pub(crate) fn publish(
        this: &Sink,
        status: &str,
        activity: &str,
        reason: &str,
        claims: &JsValue,
        subject: &JsValue,
        expires_at: f64,
        idle_expires_at: f64,
        absolute_expires_at: f64,
        error: &JsValue,
    );
    /// The judgement of the application's schema, if it has one.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn validate(this: &Sink) -> JsValue;
}
