//! The page: everything outside the engine, behind two doors.
//!
//! What touches the Web APIs is JavaScript (`page/*.js`, one API a file), because there it weighs a
//! tenth: the same adapters through `web-sys` made a module of 34 kB (brotli), where this is 2.6.

use wasm_bindgen::prelude::*;

/// Whose handle a request names: the page keeps the handles.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    Nobody,
    /// The session that is known.
    Known,
    /// The session that is to die.
    Leaving,
}

#[wasm_bindgen(module = "/src/browser/page/page.js")]
extern "C" {
    pub type Page;
    #[wasm_bindgen(constructor)]
    pub(crate) fn new(options: &JsValue, sink: &JsValue, early: &JsValue) -> Page;

    /// Says how the server is addressed.
    #[wasm_bindgen(method)]
    pub(super) fn configure(this: &Page, base: &str, header: &str, value: &str, handle: &str);

    /// Says where in an answer things stand that the engine only hands on: JSON pointers.
    #[wasm_bindgen(method)]
    pub(super) fn places(
        this: &Page,
        claims: &str,
        subject: &str,
        handle: &str,
        words: &str,
        redirect: &str,
    );

    /// Carries an effect out, by its name in `page/*.js`.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments)]
    // plain values cross the border at no cost, objects do not
    pub(super) fn perform(
        this: &Page,
        effect: &str,
        id: u32,
        a: u32,
        b: bool,
        text: &str,
        more: &str,
        span: f64,
    );

    /// Says something to the other tabs.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments)] // the wire form, number by number
    pub(super) fn broadcast(
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

    /// Shows how the session stands. Times are epoch milliseconds, NaN for none; the code of an
    /// error is empty for none.
    #[wasm_bindgen(method)]
    #[allow(clippy::too_many_arguments)]
    // plain values cross the border at no cost, objects do not
    pub(super) fn publish(
        this: &Page,
        status: &str,
        activity: &str,
        reason: &str,
        expires_at: f64,
        idle_expires_at: f64,
        absolute_expires_at: f64,
        code: &str,
        detail: &str,
        error_status: u32,
        retry_after: f64,
    );

    /// Tells of an event.
    #[wasm_bindgen(method)]
    pub(super) fn emit(this: &Page, event: &str, text: &str, at: f64);

    /// Tells of an error that no caller gets.
    #[wasm_bindgen(method)]
    pub(super) fn fault(this: &Page, code: &str, detail: &str, status: u32, retry_after: f64);
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
