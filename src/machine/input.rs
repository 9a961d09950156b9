//! Everything that can happen to a session.

use super::{
    error::Error,
    id::{CallId, FetchId, Generation, Name, RequestId},
    peers::Message,
    time::{Millis, Span},
    words::kinds,
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
    /// A user is signed in.
    Session(Facts),
    /// No user is signed in, or the session is over.
    Anonymous,
    /// The access part has lapsed; a refresh may revive it.
    Expired,
    /// No access token came along: no user is signed in, or the access part has lapsed. Only a refresh tells.
    NoAccess,
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
///
/// ```
/// use hallpass::machine::{Body, Config, Effect, FetchId, Input, Machine, Now, Output, Verdict};
///
/// let mut machine = Machine::new(Config::default());
/// let (now, id) = (Now::default(), FetchId(1));
/// let started = Input::Started { visible: true, online: true, tombstone: None };
/// let _ = machine.handle(now, started);
/// // Until the session is known, a request waits.
/// let sent = Output::Effect(Effect::Dispatch { id, handle: None });
/// assert!(!machine.handle(now, Input::Requested(id, Body::Replayable)).any(|output| output == sent));
/// assert_eq!(machine.handle(now, Input::Responded(id, Verdict::Passed)).count(), 0);
/// ```
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
    /// A refusal that does not say whether it is about the session, as to HEAD.
    Unclear,
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

kinds! {
    /// What an application asks for.
    pub enum Call as CallKind {
        Check = "check",
        Refresh = "refresh",
        /// Validity wanted.
        EnsureFresh(Millis) = "ensureFresh",
        Extend = "extend",
        /// Credentials are kept by the shell and sent with `Intent::Login`.
        Login = "login",
        /// Leaves the page for the sign-in of the server.
        LoginByNavigation = "navigate",
        Logout {
            everywhere: bool,
        } = "logout",
    }
}

kinds! {
    /// What happened.
    pub enum Input as InputKind {
        /// The machine starts; a tombstone is the handle (may be empty) of a session that is to die.
        Started {
            visible: bool,
            online: bool,
            tombstone: Option<Name>,
        } = "started",
        /// A deadline may have passed; early or late is safe.
        Timeout = "timeout",
        Called(CallId, Call) = "called",
        /// The application gave a sign-in up; its call is settled.
        GivenUp(CallId) = "given-up",
        /// The application wants to send a request.
        Requested(FetchId, Body) = "requested",
        Responded(FetchId, Verdict) = "responded",
        /// The application gave its request up.
        Abandoned(FetchId) = "abandoned",
        /// A session endpoint answered.
        Answered(RequestId, Result<Answer, Error>) = "answered",
        /// The lock is ours. `newest`: the highest generation that any tab holds the name of.
        LockGranted {
            id: RequestId,
            newest: Option<Generation>,
        } = "lock-granted",
        /// Another tab took the lock from us.
        LockLost(RequestId) = "lock-lost",
        GenerationPublished(RequestId) = "generation-published",
        Heard(Message) = "heard",
        /// What the tombstone cookie says, if there is one.
        TombstoneRead(Option<Name>) = "tombstone-read",
        /// The user touched the page.
        Active = "active",
        BecameVisible = "became-visible",
        BecameHidden = "became-hidden",
        WentOnline = "went-online",
        WentOffline = "went-offline",
        /// The page was thawed (`resume`).
        Resumed = "resumed",
        /// The page came back out of the back/forward cache.
        Restored = "restored",
    }
    beside {
        /// A session endpoint did not answer, or with what is no answer: `Answered` with an error.
        Failed = "failed",
    }
}

impl Input {
    /// Whether this is to be taken in before a limit is judged: it was said or done before now, tells that the page
    /// could hear nothing, or ends the session, which it has to name.
    pub(crate) fn comes_before_limits(&self) -> bool {
        match self {
            Self::Abandoned(_)
            | Self::GivenUp(_)
            | Self::Answered(..)
            | Self::Called(_, Call::Logout { .. })
            | Self::LockGranted { .. }
            | Self::LockLost(_)
            | Self::GenerationPublished(_)
            | Self::Heard(_)
            | Self::Resumed
            | Self::Restored => true,
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
            | Self::WentOffline => false,
        }
    }
}
