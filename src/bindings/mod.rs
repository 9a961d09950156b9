//! The border: the only exports of the npm package's module.

mod options;
mod sink;

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::{
    browser::{Driver, get},
    machine::Call,
};
use sink::Sink;

/// The module is single-threaded, and its sessions allocate little and seldom: a free list is enough.
#[global_allocator]
#[allow(unsafe_code)]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    // SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// One session; the facade owns it.
#[wasm_bindgen]
pub struct Engine(Rc<Driver>);

#[wasm_bindgen]
impl Engine {
    /// Starts a session. The options are judged by the facade.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, sink: Sink, early: Option<Promise>) -> Self {
        Self(Driver::start(options::read(options, early), Box::new(sink)))
    }

    /// Asks for something; resolves when it is done and published, a logout with `{ confirmed }`.
    pub fn call(&self, kind: &str, argument: &JsValue) -> Promise {
        let driver = &self.0;
        match kind {
            "check" => driver.call(Call::Check),
            "refresh" => driver.call(Call::Refresh),
            "ensureFresh" => driver.call(Call::EnsureFresh(options::span(argument).unwrap_or(0))),
            "extend" => driver.call(Call::Extend),
            "login" => driver.login(argument.as_string().unwrap_or_default()),
            "navigate" => driver.login_by_navigation(argument.as_string()),
            _ => {
                let everywhere = get(argument, "everywhere").is_truthy();
                driver.call(Call::Logout { everywhere })
            }
        }
    }

    /// `fetch` for the session's own origins.
    pub fn fetch(&self, input: JsValue, init: JsValue) -> Promise {
        self.0.fetch(input, init)
    }

    /// Stops everything; what is pending rejects with `disposed`.
    pub fn dispose(&self) {
        self.0.dispose();
    }
}
