//! What an application sees.

use super::{error::Error, id::Name};

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)] // counted from two: a status that has none is zero or one
pub enum Reason {
    /// Nobody was.
    None = 2,
    LoggedOut,
    /// A limit of the session passed.
    Expired,
    /// Nobody used it.
    Idle,
    /// The server ended it ahead of its limits.
    Revoked,
}

impl Reason {
    /// Returns the reason as JavaScript spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::LoggedOut => "logged-out",
            Self::Expired => "expired",
            Self::Idle => "idle",
            Self::Revoked => "revoked",
        }
    }
}

/// Whether somebody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Authenticated,
    Loading,
    Unauthenticated(Reason),
}

impl Status {
    /// Returns the status as JavaScript spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Authenticated => "authenticated",
            Self::Unauthenticated(_) => "unauthenticated",
        }
    }
}

/// What the session is doing beside its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    Idle,
    Checking,
    Refreshing,
    Ending,
    /// Waiting for the network, or out of politeness.
    Paused,
}

impl Activity {
    /// Returns the activity as JavaScript spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Checking => "checking",
            Self::Refreshing => "refreshing",
            Self::Ending => "ending",
            Self::Paused => "paused",
        }
    }
}

/// The session at one moment; claims are kept by the shell. Times are epoch milliseconds on this
/// machine's clock, and all `None` unless somebody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub status: Status,
    pub activity: Activity,
    pub subject: Option<Name>,
    pub expires_at: Option<i64>,
    pub idle_expires_at: Option<i64>,
    pub absolute_expires_at: Option<i64>,
    pub error: Option<Error>,
}
