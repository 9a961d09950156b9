//! What a session says when it cannot do what it was asked.

use core::{fmt, time::Duration};

use wasm_bindgen::JsValue;

use super::page::{get, words};
use crate::machine::Code;

/// Why something failed: the code is for programs, the message for people.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    pub code: Code,
    /// What exactly was wrong; may be empty, where the code says it all.
    pub message: String,
    /// The HTTP status, where an answer was the cause.
    pub status: Option<u16>,
    /// How long the server asks to be left alone.
    pub retry_after: Option<Duration>,
}

impl Error {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            status: None,
            retry_after: None,
        }
    }

    /// Reads what the page rejected with, or what the browser threw: only `fetch` fails in words that
    /// are not ours.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
    pub(super) fn read(thrown: &JsValue) -> Self {
        let code = get(thrown, "code").as_string();
        let known = |code: String| Code::ALL.into_iter().find(|known| known.as_str() == code);
        let wait = get(thrown, "retryAfter").as_f64();
        Self {
            code: code.and_then(known).unwrap_or(Code::Network),
            message: words(thrown),
            status: get(thrown, "status").as_f64().map(|status| status as u16),
            retry_after: wait.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        if self.message.is_empty() {
            return Ok(());
        }
        write!(f, ": {}", self.message)
    }
}

impl core::error::Error for Error {}
