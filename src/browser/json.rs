//! JSON values as the browser parsed them.

use wasm_bindgen::prelude::*;

use crate::{dialect::Json, machine::Name};

#[wasm_bindgen(module = "/src/browser/page/json.js")]
extern "C" {
    fn member(value: &JsValue, key: &str) -> JsValue;
    #[wasm_bindgen(js_name = isObject)]
    fn is_object(value: &JsValue) -> bool;
    fn digest(value: &JsValue) -> f64;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, js_name = is)]
    fn same(value: &JsValue, text: &str) -> bool;
}

impl Json for JsValue {
    fn member(&self, key: &str) -> Option<Self> {
        Some(member(self, key)).filter(|value| !value.is_undefined())
    }

    fn is(&self, text: &str) -> bool {
        same(self, text)
    }

    fn is_text(&self) -> bool {
        self.is_string()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_object(&self) -> bool {
        is_object(self)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 53 bits
    fn name(&self) -> Name {
        if same(self, "") {
            Name::NONE
        } else {
            Name(digest(self) as u64)
        }
    }
}
