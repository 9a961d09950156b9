//! Event listeners that end with their owner.

use wasm_bindgen::prelude::*;

use super::js::{self, EventTarget};

/// A listener; dropped, it hears no more.
#[must_use = "a dropped listener hears nothing"]
#[derive(Debug)]
pub(crate) struct Listener {
    target: JsValue,
    event: &'static str,
    callback: Closure<dyn FnMut(JsValue)>,
}

impl Listener {
    pub(crate) fn new(
        target: &EventTarget,
        event: &'static str,
        callback: impl FnMut(JsValue) + 'static,
    ) -> Self {
        Self::boxed(target, event, Box::new(callback))
    }

    fn boxed(target: &EventTarget, event: &'static str, callback: Box<dyn FnMut(JsValue)>) -> Self {
        let callback = Closure::wrap(callback);
        let options = js::object(&[("passive", true.into()), ("capture", true.into())]);
        target.listen(event, callback.as_ref().unchecked_ref(), &options);
        Self {
            target: target.into(),
            event,
            callback,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let target: &EventTarget = self.target.unchecked_ref();
        target.unlisten(self.event, self.callback.as_ref().unchecked_ref(), true);
    }
}
