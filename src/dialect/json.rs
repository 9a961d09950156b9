//! JSON as the dialect asks for it: `JsValue` in the browser, `serde_json::Value` in native tests.

use alloc::string::String;

/// A JSON value, or something that came in its place.
pub trait Json: Sized {
    /// Returns a member of an object.
    fn member(&self, key: &str) -> Option<Self>;
    /// Returns the text, if it is one.
    fn text(&self) -> Option<String>;
    /// Returns the number, if it is one.
    fn number(&self) -> Option<f64>;
    /// Returns the truth value, if it is one.
    fn truth(&self) -> Option<bool>;
    /// Whether it is an object (no array, not `null`).
    fn is_object(&self) -> bool;
    /// Returns the compact JSON text.
    fn to_text(&self) -> String;
}

/// Follows a JSON pointer (RFC 6901) of plain member names; the empty one is the value itself.
pub fn at<J: Json>(value: &J, pointer: &str) -> Option<J> {
    let mut names = pointer.strip_prefix('/')?.split('/');
    let first = value.member(names.next()?)?;
    names.try_fold(first, |value, name| value.member(name))
}
