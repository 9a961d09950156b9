//! What an application may observe, once each.

use wasm_bindgen::JsValue;

use super::{
    error::Error,
    page::get,
    snapshot::{epoch, known},
};
use crate::machine::{By, EventKind, Limit, Reason};

/// Something happened to the session.
///
/// ```no_run
/// # fn example(session: &hallpass::Session) {
/// use hallpass::{By, Event, Limit};
///
/// let subscription = session.events(|event| match event {
///     Event::Expiring { limit: Limit::Idle, expires_at } => println!("Are you still there? Until {expires_at}"),
///     Event::Ended { reason, by: By::Server } => println!("The server signed you out: {}", reason.as_str()),
///     Event::StepUp { acr_values, .. } => println!("Sign in again, as {acr_values:?}"),
///     Event::Fault(error) => println!("{error}"),
///     _ => {}
/// });
/// # subscription.forget();
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A user signed in, or was found signed in.
    Authenticated,
    Refreshed,
    /// A limit comes near, which only the user can move, or which stays.
    Expiring {
        limit: Limit,
        /// Epoch milliseconds, this machine's clock.
        expires_at: i64,
    },
    /// `by` says who ended it.
    Ended {
        reason: Reason,
        by: By,
    },
    /// The cookie holds another session than before; the state was reset.
    IdentityChanged {
        from: Option<String>,
        to: Option<String>,
    },
    /// A server wants a stronger sign-in before it goes on (RFC 9470 §3).
    StepUp {
        acr_values: Option<String>,
        /// Seconds.
        max_age: Option<f64>,
    },
    /// Something went wrong, which may pass by itself.
    Fault(Error),
}

impl Event {
    /// Reads what the page emits; an error for a word that is not known.
    pub(super) fn read(said: &JsValue) -> Result<Self, Error> {
        let word = |name| get(said, name).as_string().unwrap_or_default();
        let text = |name| get(said, name).as_string();
        Ok(match known("event", &word("type"), EventKind::from_word)? {
            EventKind::Authenticated => Self::Authenticated,
            EventKind::Refreshed => Self::Refreshed,
            EventKind::Expiring => Self::Expiring {
                limit: known("limit", &word("limit"), Limit::from_word)?,
                expires_at: epoch(&get(said, "expiresAt"))
                    .ok_or_else(|| Error::unknown("expiresAt", ""))?,
            },
            EventKind::Ended => Self::Ended {
                reason: known("reason", &word("reason"), Reason::from_word)?,
                by: known("by", &word("by"), By::from_word)?,
            },
            EventKind::IdentityChanged => Self::IdentityChanged {
                from: text("from"),
                to: text("to"),
            },
            EventKind::StepUp => Self::StepUp {
                acr_values: text("acrValues"),
                max_age: get(said, "maxAge").as_f64(),
            },
            EventKind::Fault => Self::Fault(Error::read(&get(said, "error"))),
        })
    }
}
