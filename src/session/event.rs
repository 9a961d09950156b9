//! What an application may observe, once each.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{
    error::Error,
    snapshot::{epoch, reason},
};
use crate::machine::{Limit, Reason};

/// Something happened to the session.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Somebody signed in, or was found signed in.
    Authenticated,
    Refreshed,
    /// A limit comes near, which only a person can move, or nobody.
    Expiring {
        limit: Limit,
        /// Epoch milliseconds, this machine's clock.
        expires_at: i64,
    },
    Ended(Reason),
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
    pub(super) fn read(said: &Array) -> Option<Self> {
        let (name, a, b) = (said.get(0).as_string()?, said.get(1), said.get(2));
        Some(match &*name {
            "authenticated" => Self::Authenticated,
            "refreshed" => Self::Refreshed,
            "expiring" => Self::Expiring {
                limit: limit(&a)?,
                expires_at: epoch(&b)?,
            },
            "ended" => Self::Ended(reason(&a.as_string()?)),
            "identity-changed" => Self::IdentityChanged {
                from: a.as_string(),
                to: b.as_string(),
            },
            "step-up" => Self::StepUp {
                acr_values: a.as_string(),
                max_age: b.as_f64(),
            },
            "fault" => Self::Fault(Error::read(&a)),
            _ => return None,
        })
    }
}

fn limit(word: &JsValue) -> Option<Limit> {
    let known = [Limit::Session, Limit::Idle, Limit::Absolute];
    let word = word.as_string()?;
    known.into_iter().find(|limit| limit.as_str() == word)
}
