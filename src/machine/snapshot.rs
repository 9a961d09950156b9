//! What an application sees.

use super::{
    error::Error,
    id::Name,
    words::{kinds, words},
};

words! {
    /// Why the user is not signed in.
    pub enum Reason {
        /// No session was known here.
        None = "none",
        /// The server could not be asked, or gave no verdict: it is being asked again.
        Unknown = "unknown",
        LoggedOut = "logged-out",
        /// A limit of the session passed.
        Expired = "expired",
        /// The user was not active.
        Idle = "idle",
        /// The server ended it ahead of its limits.
        Revoked = "revoked",
    }
}

kinds! {
    /// Whether the user is signed in.
    pub enum Status as StatusKind {
        Authenticated = "authenticated",
        Loading = "loading",
        Unauthenticated(Reason) = "unauthenticated",
    }
}

words! {
    /// What the session is doing beside its status.
    pub enum Activity {
        Idle = "idle",
        Checking = "checking",
        Refreshing = "refreshing",
        Ending = "ending",
        /// Waiting for the network, or out of politeness.
        Paused = "paused",
    }
}

/// The session at one moment; claims are kept by the shell. Times are epoch milliseconds on this
/// machine's clock, and all `None` unless a user is signed in.
///
/// ```
/// use hallpass::machine::{Activity, Config, Machine, Reason, RefreshWhen, Snapshot, Status};
///
/// let machine = Machine::new(Config { when: RefreshWhen::OnDemand, ..Config::default() });
/// let Snapshot { status, activity, subject, .. } = machine.snapshot();
/// assert_eq!((status, subject), (Status::Loading, None));
/// assert_ne!(status, Status::Unauthenticated(Reason::None));
/// assert_ne!(activity, Activity::Refreshing);
/// ```
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
