//! What an application may observe, once each.

use super::{
    error::Error,
    id::{FetchId, Name},
    snapshot::Reason,
};

/// Which limit comes near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Session,
    Idle,
    Absolute,
}

impl Limit {
    /// Returns the limit as JavaScript spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Idle => "idle",
            Self::Absolute => "absolute",
        }
    }
}

/// Something happened to the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Authenticated,
    Refreshed,
    /// `expires_at`: epoch milliseconds.
    Expiring {
        limit: Limit,
        expires_at: i64,
    },
    Ended(Reason),
    IdentityChanged {
        from: Option<Name>,
        to: Option<Name>,
    },
    /// A server wants a stronger sign-in before it goes on (RFC 9470 §3); the shell has its words.
    StepUp(FetchId),
    Fault(Error),
}
