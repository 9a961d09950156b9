//! Promises without futures: callbacks cost a third of the bytes.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

/// Calls back once with what a promise came to.
pub(crate) fn then(promise: &Promise, callback: impl FnOnce(Result<JsValue, JsValue>) + 'static) {
    settle(promise, Box::new(callback));
}

type Settled = Box<dyn FnOnce(Result<JsValue, JsValue>)>;

// Not generic, so that it stands in the module once.
fn settle(promise: &Promise, callback: Settled) {
    // One of the two is called, once; both are then freed.
    let callback = std::rc::Rc::new(std::cell::Cell::new(Some(callback)));
    let half = |rejected: bool| {
        let callback = callback.clone();
        once(Box::new(move |value| {
            if let Some(callback) = callback.take() {
                callback(if rejected { Err(value) } else { Ok(value) });
            }
            JsValue::UNDEFINED
        }))
    };
    let (fulfilled, rejected) = (half(false), half(true));
    promise
        .unchecked_ref::<Thenable>()
        .then(&fulfilled, &rejected);
}

/// Makes a function that may be called once.
pub(crate) fn once(callback: Box<dyn FnOnce(JsValue) -> JsValue>) -> Function {
    Closure::once_into_js(callback).unchecked_into()
}

/// A promise and the ways to end it.
#[derive(Clone, Debug)]
pub(crate) struct Deferred {
    pub(crate) promise: Promise,
    resolve: Function,
    reject: Function,
}

impl Deferred {
    pub(crate) fn new() -> Self {
        let mut halves = None;
        let promise = Promise::new(&mut |resolve, reject| halves = Some((resolve, reject)));
        // The executor runs at once (ECMA-262 §27.2.3.1).
        let (resolve, reject) = halves.unwrap_or_default();
        Self {
            promise,
            resolve,
            reject,
        }
    }

    pub(crate) fn resolve(&self, value: &JsValue) {
        let _ = self.resolve.call1(&JsValue::UNDEFINED, value);
    }

    pub(crate) fn reject(&self, reason: &JsValue) {
        let _ = self.reject.call1(&JsValue::UNDEFINED, reason);
    }
}

#[wasm_bindgen]
extern "C" {
    type Thenable;
    #[wasm_bindgen(method)]
    fn then(this: &Thenable, fulfilled: &Function, rejected: &Function) -> JsValue;
}
