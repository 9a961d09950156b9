//! `setTimeout`, re-armed as deadlines move.

use wasm_bindgen::prelude::*;

use super::js;

/// The longest single wait. Longer ones are split: a delay of 2^31 ms overflows and fires at once,
/// and an hour keeps the deadline near the clock that it is measured on.
const LONGEST: u64 = 3_600_000;

/// One timeout, for one callback.
#[derive(Debug)]
pub(crate) struct Timeout {
    callback: Closure<dyn FnMut()>,
    armed: Option<JsValue>,
}

impl Timeout {
    pub(crate) fn new(callback: impl FnMut() + 'static) -> Self {
        Self {
            callback: Closure::new(callback),
            armed: None,
        }
    }

    /// Arms it anew, replacing what was armed. Calling back early is for the callback to bear.
    #[allow(clippy::cast_precision_loss)] // at most an hour
    pub(crate) fn arm(&mut self, delay: u64) {
        self.stop();
        let delay = delay.min(LONGEST) as f64;
        self.armed = Some(js::set_timeout(
            self.callback.as_ref().unchecked_ref(),
            delay,
        ));
    }

    pub(crate) fn stop(&mut self) {
        if let Some(armed) = self.armed.take() {
            js::clear_timeout(&armed);
        }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        self.stop();
    }
}
