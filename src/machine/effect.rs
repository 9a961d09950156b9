//! Everything a session asks of its shell.

use super::{
    error::Error,
    event::Event,
    id::{CallId, FetchId, Generation, Name, RequestId},
    peers::Message,
};

/// What to ask a session endpoint for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    Check,
    Refresh,
    Touch,
    Login,
    Logout,
    LogoutEverywhere,
}

impl Intent {
    #[must_use]
    pub fn is_logout(self) -> bool {
        matches!(self, Self::Logout | Self::LogoutEverywhere)
    }
}

/// Do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask a session endpoint; `handle` is the session believed in. Answered by `Answered`.
    Send {
        id: RequestId,
        intent: Intent,
        handle: Option<Name>,
    },
    /// Give up a request to a session endpoint; its answer is not wanted.
    Abort(RequestId),
    /// Answered by `LockGranted`, at once where there are no locks.
    AcquireLock {
        id: RequestId,
        steal: bool,
    },
    /// Let the lock go, granted or not.
    ReleaseLock(RequestId),
    /// Carry this generation in the name of a shared lock, for as long as somebody may be on the way
    /// to the refresh lock who has not heard of it: seconds. Answered by `GenerationPublished`.
    Publish {
        id: RequestId,
        generation: Generation,
    },
    Broadcast(Message),
    /// Send a request of the application.
    Dispatch {
        id: FetchId,
        handle: Option<Name>,
    },
    /// Hand its last response back.
    Deliver(FetchId),
    /// Fail it, aborting what is in flight.
    Reject(FetchId, Error),
    /// Resolve a call with the snapshot; `confirmed` is for logout.
    Resolve {
        id: CallId,
        confirmed: bool,
    },
    Fail(CallId, Error),
    /// Keep the claims that came with this answer.
    AdoptClaims(RequestId),
    /// Remember, beyond this page, that this session is to die.
    WriteTombstone(Name),
    /// Forget the tombstone of this session; those of others stay.
    ClearTombstone(Name),
    /// Answered by `TombstoneRead`: that of this session, else one that names none, else any.
    ReadTombstone(Name),
    /// Leave for the server's sign-in.
    NavigateToLogin,
    /// Leave for where the server sends people who logged out.
    NavigateAway,
}

/// What comes out of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Effect(Effect),
    Event(Event),
}
