//! The border: the only exports of the npm package's module.

mod options;

use wasm_bindgen::prelude::*;

use crate::{
    browser::{Driver, Page},
    dialect::Preset,
};

/// The module is single-threaded, and its sessions allocate little and seldom: a free list is enough.
#[global_allocator]
#[allow(unsafe_code)]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    // SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// The engine of one session; the page drives it.
#[wasm_bindgen]
pub struct Engine(Driver);

#[wasm_bindgen]
impl Engine {
    /// Makes the engine of a session. The options are judged by the facade.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue, sink: &JsValue, early: &JsValue) -> Self {
        let preset = Preset::HALLPASS;
        let config = options::read(options, preset);
        let page = Page::new(options, sink, early);
        Self(Driver::new(preset, config, page))
    }

    /// The page, to be started with `push`.
    #[wasm_bindgen(getter)]
    pub fn page(&self) -> JsValue {
        self.0.page().into()
    }

    /// Takes what happened (`page/inputs.js`); returns when to call again.
    #[allow(clippy::too_many_arguments)] // plain values cross the border at no cost, objects do not
    pub fn push(
        &self,
        kind: u32,
        id: u32,
        a: f64,
        b: f64,
        value: &JsValue,
        monotonic: f64,
        wall: f64,
    ) -> f64 {
        self.0.push(kind, id, a, b, value, monotonic, wall)
    }
}
