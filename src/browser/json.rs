//! JSON values as the browser parsed them.

use wasm_bindgen::prelude::*;

use crate::{dialect::Json, machine::Name};

#[wasm_bindgen(module = "/src/browser/page/page.js")]
extern "C" {
    /// `page/json.js`, as the page carries it.
    #[wasm_bindgen(js_name = Page)]
    type Look;
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn member(value: &JsValue, key: &str) -> JsValue;
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn is(value: &JsValue, text: &str) -> bool;
    /// 0 false, 1 true, 2 text, 3 object, 4 anything else.
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn kind(value: &JsValue) -> u32;
    /// NaN for what is no number.
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn number(value: &JsValue) -> f64;
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn digest(value: &JsValue) -> f64;
}

impl Json for JsValue {
    fn member(&self, key: &str) -> Option<Self> {
        Some(Look::member(self, key)).filter(|value| !value.is_undefined())
    }

    fn is(&self, text: &str) -> bool {
        Look::is(self, text)
    }

    fn is_text(&self) -> bool {
        Look::kind(self) == 2
    }

    fn number(&self) -> Option<f64> {
        Some(Look::number(self)).filter(|number| !number.is_nan())
    }

    fn truth(&self) -> Option<bool> {
        match Look::kind(self) {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn is_object(&self) -> bool {
        Look::kind(self) == 3
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 53 bits
    fn name(&self) -> Name {
        Name(Look::digest(self) as u64)
    }
}
