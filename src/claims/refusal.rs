//! Why a token is not believed.

use alloc::string::String;
use core::fmt;

/// How much of what a token says is repeated to people.
const SHOWN: usize = 80;

/// What of a token is wrong, what it was, and what it should have been.
///
/// ```
/// use hallpass::claims::Policy;
///
/// let refusal = Policy::default().judge("not.a.token", 0).unwrap_err();
/// assert_eq!(refusal.part, "token");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The claim or the member of the header, such as `exp` or `alg`; `token` for the whole.
    pub part: String,
    /// What it was; of a text the beginning.
    pub was: String,
    /// What it should have been.
    pub wanted: String,
}

impl Refusal {
    pub(super) fn new(part: &str, was: &str, wanted: impl Into<String>) -> Self {
        let end = was
            .char_indices()
            .nth(SHOWN)
            .map_or(was.len(), |(at, _)| at);
        let mut shown = String::from(&was[..end]);
        if end < was.len() {
            shown.push('…');
        }
        Self {
            part: part.into(),
            was: shown,
            wanted: wanted.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in [&self.part, " is ", &self.was, ", not ", &self.wanted] {
            f.write_str(part)?;
        }
        Ok(())
    }
}

impl core::error::Error for Refusal {}
