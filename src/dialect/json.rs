//! JSON as the dialect asks for it: `JsValue` in the browser, `serde_json::Value` in native tests.

use crate::machine::Name;

/// A JSON value, or something that came in its place.
///
/// It is asked, not read out: no text of an answer enters the module.
pub trait Json: Sized {
    /// Returns a member of an object.
    fn member(&self, key: &str) -> Option<Self>;
    /// Whether it is this text.
    fn is(&self, text: &str) -> bool;
    /// Whether it is any text.
    fn is_text(&self) -> bool;
    /// Returns the number, if it is one.
    fn number(&self) -> Option<f64>;
    /// Returns the truth value, if it is one.
    fn truth(&self) -> Option<bool>;
    /// Whether it is an object (no array, not `null`).
    fn is_object(&self) -> bool;
    /// Returns a digest: equal values have equal ones.
    fn name(&self) -> Name;
}

/// Follows a JSON pointer (RFC 6901) of plain member names.
pub fn at<J: Json>(value: &J, pointer: &str) -> Option<J> {
    let names = pointer.get(1..)?;
    // By hand: `str::split` brings a searcher along that weighs more than the dialect.
    match names.bytes().position(|byte| byte == b'/') {
        Some(end) => at(&value.member(&names[..end])?, &names[end..]),
        None => value.member(names),
    }
}
