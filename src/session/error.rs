//! What a session says when it cannot do what it was asked.

use core::{fmt, time::Duration};

use wasm_bindgen::JsValue;

use super::page::{get, words};
use crate::machine::Code;

/// Why something failed: the code is for programs, the message for people.
///
/// ```no_run
/// # async fn example(session: hallpass::Session) {
/// use hallpass::Code;
///
/// if let Err(error) = session.refresh().await {
///     match error.code {
///         Code::Network | Code::Timeout => println!("offline"),
///         Code::RateLimited => println!("again in {:?}", error.retry_after),
///         Code::Server => println!("the server answered {:?}: {}", error.status, error.message),
///         _ => println!("{error}"),
///     }
/// }
/// # }
/// ```
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
    /// Whether a signal of the application has given it up; of that, the code says `network`.
    pub aborted: bool,
}

impl Error {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            status: None,
            retry_after: None,
            aborted: false,
        }
    }

    /// What the page says by a word that stands for nothing: it is of another version.
    pub(super) fn unknown(what: &str, word: &str) -> Self {
        Self::new(
            Code::UnexpectedResponse,
            format!("the page says a {what} that this crate does not know: \"{word}\""),
        )
    }

    /// Reads what the page rejected with, or what the browser threw: only `fetch` fails without a
    /// code.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
    pub(super) fn read(thrown: &JsValue) -> Self {
        let code = match get(thrown, "code").as_string() {
            None => Code::Network,
            Some(word) => match Code::from_word(&word) {
                Some(code) => code,
                None => return Self::unknown("code", &word),
            },
        };
        let wait = get(thrown, "retryAfter").as_f64();
        Self {
            code,
            message: words(thrown),
            status: get(thrown, "status").as_f64().map(|status| status as u16),
            retry_after: wait.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
            aborted: get(thrown, "name") == "AbortError",
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
