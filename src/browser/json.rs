//! JSON values as the browser parsed them.

use wasm_bindgen::prelude::*;

use crate::{
    dialect::{Json, Kind},
    machine::Name,
};

#[wasm_bindgen(module = "/src/browser/page/page.js")]
extern "C" {
    /// `page/json.js`, as the page carries it.
    #[wasm_bindgen(js_name = Page)]
    type Look;
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn says(value: &JsValue, pointer: &str, text: &str) -> bool;
    /// 0 false, 1 true, 2 text, 3 object, 4 anything else.
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn kind(value: &JsValue, pointer: &str) -> u32;
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn number(value: &JsValue, pointer: &str) -> f64;
    #[wasm_bindgen(static_method_of = Look, js_class = "Page")]
    fn digest(value: &JsValue, pointer: &str) -> f64;
}

impl Json for JsValue {
    fn kind(&self, pointer: &str) -> Kind {
        match Look::kind(self, pointer) {
            0 => Kind::False,
            1 => Kind::True,
            2 => Kind::Text,
            3 => Kind::Object,
            _ => Kind::Other,
        }
    }

    fn says(&self, pointer: &str, text: &str) -> bool {
        Look::says(self, pointer, text)
    }

    fn number(&self, pointer: &str) -> f64 {
        Look::number(self, pointer)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 53 bits
    fn name(&self, pointer: &str) -> Name {
        Name(Look::digest(self, pointer) as u64)
    }
}
