//! Everything a session asks of its shell.

use super::{
    error::Error,
    event::Event,
    id::{CallId, FetchId, Generation, Name, RequestId},
    peers::Message,
    words::{kinds, words},
};

words! {
    /// What to ask a session endpoint for.
    pub enum Intent {
        Check = "check",
        Refresh = "refresh",
        Touch = "touch",
        Login = "login",
        Logout = "logout",
        LogoutEverywhere = "logoutEverywhere",
    }
}

impl Intent {
    /// Returns whether it ends the session.
    ///
    /// ```
    /// use hallpass::machine::Intent;
    ///
    /// assert!(Intent::LogoutEverywhere.is_logout());
    /// assert!(!Intent::Check.is_logout());
    /// ```
    #[must_use]
    pub fn is_logout(self) -> bool {
        matches!(self, Self::Logout | Self::LogoutEverywhere)
    }
}

kinds! {
    /// Do this.
    pub enum Effect as EffectKind {
        /// Ask a session endpoint; `handle` is the session believed in. Answered by `Answered`.
        Send {
            id: RequestId,
            intent: Intent,
            handle: Option<Name>,
        } = "send",
        /// Give up a request to a session endpoint; its answer is not wanted.
        Abort(RequestId) = "abort",
        /// Answered by `LockGranted`, at once where there are no locks.
        AcquireLock {
            id: RequestId,
            steal: bool,
        } = "acquireLock",
        /// Let the lock go, granted or not.
        ReleaseLock(RequestId) = "releaseLock",
        /// Carry this generation in the name of a shared lock, for as long as a tab may be on the way
        /// to the refresh lock that has not heard of it: seconds. Answered by `GenerationPublished`.
        Publish {
            id: RequestId,
            generation: Generation,
        } = "publish",
        Broadcast(Message) = "broadcast",
        /// Send a request of the application.
        Dispatch {
            id: FetchId,
            handle: Option<Name>,
        } = "dispatch",
        /// Hand its last response back.
        Deliver(FetchId) = "deliver",
        /// Fail it, aborting what is in flight.
        Reject(FetchId, Error) = "reject",
        /// Resolve a call with the snapshot; `confirmed` is for logout.
        Resolve {
            id: CallId,
            confirmed: bool,
        } = "resolve",
        Fail(CallId, Error) = "fail",
        /// The error to come is about the answer to the sign-in, which the session endpoint has answered since.
        RecallLogin = "recallLogin",
        /// Keep the claims that came with this answer.
        AdoptClaims(RequestId) = "adoptClaims",
        /// Remember, beyond this page, that this session is to die.
        WriteTombstone(Name) = "writeTombstone",
        /// Forget the tombstone of this session; those of others stay.
        ClearTombstone(Name) = "clearTombstone",
        /// Answered by `TombstoneRead`: that of this session, else one that names none, else any.
        ReadTombstone(Name) = "readTombstone",
        /// Leave for the server's sign-in.
        NavigateToLogin = "navigateToLogin",
        /// Leave for where the server sends people who logged out.
        NavigateAway = "navigateAway",
    }
    beside {
        /// The server refused the CSRF token: get another one before the next request.
        RenewCsrfToken = "renewCsrfToken",
    }
}

/// What comes out of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Effect(Effect),
    Event(Event),
}
