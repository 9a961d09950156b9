//! JSON as the dialect asks for it: `JsValue` in the browser, `serde_json::Value` in native tests.

use crate::machine::Name;

/// What a JSON value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    False,
    True,
    Text,
    /// No array, not `null`.
    Object,
    /// Anything else, and nothing.
    Other,
}

/// A JSON value, or something that came in its place.
///
/// It is asked by JSON pointer (RFC 6901), the empty one for the whole, and not read out: no text of
/// an answer enters the module.
pub trait Json {
    fn kind(&self, pointer: &str) -> Kind;
    /// Whether there is this text.
    fn says(&self, pointer: &str, text: &str) -> bool;
    /// Returns the number there, NaN if there is none.
    fn number(&self, pointer: &str) -> f64;
    /// Returns a digest of what is there: equal values have equal ones.
    fn name(&self, pointer: &str) -> Name;
}
