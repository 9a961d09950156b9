//! Numbers: JavaScript has one kind, a double.

use serde::de::{Error, Visitor};
use wasm_bindgen::JsValue;

use super::Wrong;

/// The largest whole number below which none is another one rounded (`Number.MAX_SAFE_INTEGER`).
const EXACT: f64 = 9_007_199_254_740_991.0;

/// Shows a number as `serde_json` shows its text: what is whole as an integer.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole, and below 2^53
pub(super) fn visit<'de, V: Visitor<'de>>(number: f64, visitor: V) -> Result<V::Value, Wrong> {
    if number.fract() != 0.0 || number.abs() > EXACT {
        visitor.visit_f64(number)
    } else if number < 0.0 {
        visitor.visit_i64(number as i64)
    } else {
        visitor.visit_u64(number as u64)
    }
}

/// Refuses a whole number that the browser may have rounded: the server wrote it, or a neighbour of it.
pub(super) fn exact(value: &JsValue) -> Result<(), Wrong> {
    match value.as_f64() {
        Some(number) if number.fract() == 0.0 && number.abs() > EXACT => {
            Err(Wrong::custom(format_args!(
                "{number} is more than a browser reads exactly (2^53 - 1): let the server write it as text"
            )))
        }
        _ => Ok(()),
    }
}
