//! JSON values as the browser parses them.

use wasm_bindgen::prelude::*;

use super::js;
use crate::dialect::Json;

impl Json for JsValue {
    fn member(&self, key: &str) -> Option<Self> {
        Some(js::get(self, key)).filter(|value| !value.is_undefined())
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn truth(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_object(&self) -> bool {
        JsValue::is_object(self) && !js_sys::Array::is_array(self)
    }

    fn to_text(&self) -> String {
        js::stringify(self).unwrap_or_default()
    }
}
