//! What an application may observe, once each.

use alloc::rc::Rc;

use super::{error::Error, snapshot::Reason};

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

/// What a server wants before it goes on (RFC 9470 §3).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StepUp {
    pub acr_values: Option<Rc<str>>,
    /// Seconds.
    pub max_age: Option<u32>,
}

/// Something happened to the session.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        from: Option<Rc<str>>,
        to: Option<Rc<str>>,
    },
    StepUp(StepUp),
    Fault(Error),
}
