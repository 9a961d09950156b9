//! What the machine remembers.
//!
//! ```text
//!              Started                       a check says so
//!   Loading ───────────▶ Checking ─────────▶ Authenticated ◀─────────────┐
//!                            │ "expired"         │  ▲                    │
//!                            ▼                   ▼  │ renewed            │ login
//!                        Locking ─▶ Refreshing ─▶ Publishing             │
//!                            │          │ outcome unknown                │
//!                            └──────▶ Probing ──▶ (renewed, again, over) │
//!                                                                        │
//!   logout, a limit, a verdict of the server ──▶ Unauthenticated(reason) ┘
//! ```
//!
//! Status (is a user signed in?) and flight (what is the server being asked?) are orthogonal:
//! one is signed in *and* refreshing at once. At most one flight is in the air.

use super::{
    error::Error,
    id::{Generation, Name, RequestId},
    input::Facts,
    snapshot::Reason,
    time::{Millis, Timestamp},
};

/// The session as the server last described it.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) facts: Facts,
    pub(crate) expires_at: Timestamp,
    /// No access part that the server spoke of lives longer than this.
    pub(crate) expires_by: Timestamp,
    pub(crate) idle_at: Timestamp,
    pub(crate) absolute_at: Timestamp,
    pub(crate) idle_limit_of: Whose,
    /// The longest validity seen: what a renewal grants.
    pub(crate) lifetime: Millis,
    /// Whether this page has been granted one itself: what was left of another tab's may have been much less.
    pub(crate) granted: bool,
    /// The longest idle span seen: what a touch grants.
    pub(crate) idle_limit: Millis,
    /// Monotonic to epoch milliseconds, when this was said.
    pub(crate) offset: i64,
    /// When the server last moved the idle limit, as far as known.
    pub(crate) touched: Timestamp,
    /// Whether its end, which is near, was warned of, by `Limit`.
    pub(crate) warned: [bool; 3],
}

/// Whose a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)] // counted from one: nothing known is zero, which with `Step` saves 68 bytes (brotli)
pub(crate) enum Whose {
    Servers = 1,
    Pages,
}

/// What a lock is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Refresh,
    Login,
    Logout,
}

/// How far the patience with the holder of the lock went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    Waiting,
    Pinged,
    Stealing,
}

/// What a flight is doing.
#[derive(Clone, Copy, Debug)]
#[repr(u8)] // counted from one: no flight is zero; see `Whose`
pub(crate) enum Step {
    Checking = 1,
    Touching,
    Locking {
        purpose: Purpose,
        patience: Patience,
    },
    Refreshing {
        again: bool,
        /// Without naming the session: the cookie holds another one than ours.
        anyone: bool,
    },
    /// Asking the session endpoint under the lock: another tab was faster, or held the lock and vanished, or
    /// a refresh was sent, for the second time maybe, and its outcome is unknown.
    Probing {
        again: bool,
    },
    LoggingIn,
    VerifyingLogin,
    LoggingOut,
    VerifyingLogout {
        elsewhere: bool,
    },
    /// The new generation's name is being taken, still under the lock.
    Publishing {
        signed_in: bool,
    },
}

/// The one operation in the air.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flight {
    pub(crate) step: Step,
    /// The request whose answer is waited for.
    pub(crate) request: Option<RequestId>,
    /// The lock that is held or waited for.
    pub(crate) lock: Option<RequestId>,
    pub(crate) since: Timestamp,
    /// An answer to a question of an earlier epoch changes nothing.
    pub(crate) epoch: u32,
    /// The generation known when it was asked.
    pub(crate) generation: Generation,
    /// Why the outcome of the refresh is unknown that is asked about.
    pub(crate) error: Option<Error>,
}

/// A logout that the server has not confirmed yet.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // each a fact of its own
pub(crate) struct Farewell {
    /// Of the session that is to die; empty if it had none.
    pub(crate) handle: Name,
    pub(crate) everywhere: bool,
    /// Whether the server was told so last.
    pub(crate) told: bool,
    /// Whether to ask now.
    pub(crate) due: bool,
    /// Whether the session that is to die is the one that this page showed when the user left, and the server was not
    /// told yet: later another one may be in the cookie.
    pub(crate) sure: bool,
    /// Whether this page read of it and knew of no session then: another one may be in the cookie.
    pub(crate) read: bool,
    /// Whether a sign-in was answered since, and with another session: this one may only come back by a late cookie.
    pub(crate) replaced: bool,
    pub(crate) rounds: u8,
}

/// What is to be asked when the air is free.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // a panel of switches
pub(crate) struct Wants {
    pub(crate) check: bool,
    /// An end was heard of: a check, for as long as a user is signed in here.
    pub(crate) confirm: bool,
    pub(crate) refresh: bool,
    pub(crate) touch: bool,
    pub(crate) login: bool,
}

impl Wants {
    pub(crate) const NOTHING: Self = Self {
        check: false,
        confirm: false,
        refresh: false,
        touch: false,
        login: false,
    };
}

/// What to do when `Timer::Retry` fires and no logout is left to confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    Check,
    Refresh,
}

/// A limit that has passed by our clock; the server is asked before it counts.
pub(crate) type Due = Option<Reason>;
