//! Everything that can happen to a session.

use super::{
    error::Error,
    id::{CallId, FetchId, Generation, Name, RequestId},
    peers::Message,
    time::{Millis, Span},
};

/// What a server said of its session, in spans from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Facts {
    pub subject: Option<Name>,
    /// The opaque public handle of the session.
    pub handle: Option<Name>,
    /// A digest of the claims; the shell keeps the claims themselves.
    pub claims: u32,
    pub expires_in: Option<Span>,
    pub idle_expires_in: Option<Span>,
    pub absolute_expires_in: Option<Span>,
}

/// A recognised answer of a session endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Somebody is signed in.
    Session(Facts),
    /// Nobody is signed in, or what was there is over.
    Anonymous,
    /// The access part has lapsed; a refresh may revive it.
    Expired,
    /// The cookie holds another session than the request believed in.
    Mismatch,
    CsrfRejected,
    /// The credentials were wrong.
    Refused,
    /// Logged out; `elsewhere`: the server says where to go on.
    LoggedOut {
        elsewhere: bool,
    },
}

/// How a request of the application was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing about the session in it.
    Passed,
    Expired,
    /// There is no session any more, says the API.
    Over,
    StepUp,
    CsrfRejected,
    Mismatch,
    /// No response; the error is the browser's own.
    Failed,
}

/// Whether a request can be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    Replayable,
    /// A stream: read once, gone.
    Stream,
}

/// What an application asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Check,
    Refresh,
    /// Validity wanted.
    EnsureFresh(Millis),
    Extend,
    /// Credentials are kept by the shell and sent with `Intent::Login`.
    Login,
    /// Leaves the page for the sign-in of the server.
    LoginByNavigation,
    Logout {
        everywhere: bool,
    },
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The machine starts; a tombstone is the handle (may be empty) of a session that is to die.
    Started {
        visible: bool,
        online: bool,
        tombstone: Option<Name>,
    },
    /// A deadline may have passed; early or late is safe.
    Timeout,
    Called(CallId, Call),
    /// The application wants to send a request.
    Requested(FetchId, Body),
    Responded(FetchId, Verdict),
    /// The application gave its request up.
    Abandoned(FetchId),
    /// A session endpoint answered.
    Answered(RequestId, Result<Answer, Error>),
    /// The lock is ours. `newest`: the highest generation that any tab holds the name of.
    LockGranted {
        id: RequestId,
        newest: Option<Generation>,
    },
    /// Another tab took the lock from us.
    LockLost(RequestId),
    GenerationPublished(RequestId),
    Heard(Message),
    /// What the tombstone cookie says, if there is one.
    TombstoneRead(Option<Name>),
    /// Somebody touched the page.
    Active,
    BecameVisible,
    BecameHidden,
    WentOnline,
    WentOffline,
    /// The page was thawed (`resume`).
    Resumed,
    /// The page came back out of the back/forward cache.
    Restored,
}

impl Input {
    /// Whether this was said or done before now, rather than being something new.
    pub(crate) fn is_an_answer(&self) -> bool {
        match self {
            Self::Abandoned(_)
            | Self::Answered(..)
            | Self::LockGranted { .. }
            | Self::LockLost(_)
            | Self::GenerationPublished(_)
            | Self::Heard(_) => true,
            Self::Started { .. }
            | Self::Timeout
            | Self::Called(..)
            | Self::Requested(..)
            | Self::Responded(..)
            | Self::TombstoneRead(_)
            | Self::Active
            | Self::BecameVisible
            | Self::BecameHidden
            | Self::WentOnline
            | Self::WentOffline
            | Self::Resumed
            | Self::Restored => false,
        }
    }
}
