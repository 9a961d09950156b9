//! Values as the dialect asks for them: objects of JavaScript in the browser, `serde_json` natively.

use super::Term;
use crate::machine::{Name, words};

words! {
    /// What a value is.
    pub enum Kind {
        False = "false",
        True = "true",
        Text = "text",
        /// No array, not `null`.
        Object = "object",
        /// There is nothing.
        Missing = "missing",
        /// A number, an array, `null`.
        Other = "other",
    }
}

/// A value of a preset or of an answer, asked step by step.
///
/// Presets and answers are both read through it, where they stand: neither is copied, and no text
/// of them enters the module.
pub trait Value: Sized {
    /// Returns a member.
    #[must_use]
    fn get(&self, term: Term) -> Self;
    /// Returns an item of a list, missing past its end; what is no list is a list of itself.
    #[must_use]
    fn at(&self, index: u32) -> Self;
    fn kind(&self) -> Kind;
    /// Returns what a member is.
    fn kind_of(&self, term: Term) -> Kind {
        self.get(term).kind()
    }
    fn has(&self, term: Term) -> bool {
        self.kind_of(term) != Kind::Missing
    }
    /// Returns the number that it is, NaN if it is none.
    fn number(&self) -> f64;
    /// Returns the moment that it names as ISO 8601 text, in epoch milliseconds, NaN if it names none.
    fn time(&self) -> f64;
    /// Returns which of the words it is, as the number of the [`Term`]; any other number for none.
    fn word(&self) -> i32;
    /// Whether it is what a sign wants, or one of several in a list: equal as JSON, or a text that
    /// contains what `{ has }` says.
    fn among(&self, wanted: &Self) -> bool;
    /// Returns what an answer (an object with `body` and `headers`) has at a place: a JSON pointer
    /// (RFC 6901) into the body, or `{ header, base64, at }`; without a place, the body.
    #[must_use]
    fn find(&self, place: &Self) -> Self;
    /// Returns a digest: equal values have equal ones.
    fn name(&self) -> Name;
}
