//! What can go wrong, sorted by blame.

use core::num::NonZeroU32;

use super::{
    input::Answer,
    time::{Millis, short},
};

/// What came of a request to a session endpoint, as the machine judges it.
pub(crate) type Outcome = Result<Answer, Error>;

/// Why a request to a session endpoint brought no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Transport: no response. The server may have acted or not.
    Network,
    /// Transport: no response in time. The server may have acted or not.
    Timeout,
    /// Server: a status that says nothing about the session (5xx, 404 …), with its `Retry-After`.
    Status {
        status: u16,
        retry_after: Option<Millis>,
    },
    /// Server: a 2xx that is no recognised answer (HTML, `null`, a redirect, a wrong shape).
    Unexpected { status: u16, what: Option<Detail> },
    /// Environment: a copy out of a cache or a service worker.
    Stale,
}

/// The codes of `SessionError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    ConfigInvalid,
    Network,
    Timeout,
    Server,
    RateLimited,
    UnexpectedResponse,
    StaleResponse,
    CsrfRejected,
    SessionEnded,
    IdentityChanged,
    StepUpRequired,
    BodyNotReplayable,
    UntrustedOrigin,
    CookiesBlocked,
    RefreshInconsistent,
    InvalidCredentials,
    Disposed,
}

impl Code {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 17] = [
        Self::ConfigInvalid,
        Self::Network,
        Self::Timeout,
        Self::Server,
        Self::RateLimited,
        Self::UnexpectedResponse,
        Self::StaleResponse,
        Self::CsrfRejected,
        Self::SessionEnded,
        Self::IdentityChanged,
        Self::StepUpRequired,
        Self::BodyNotReplayable,
        Self::UntrustedOrigin,
        Self::CookiesBlocked,
        Self::RefreshInconsistent,
        Self::InvalidCredentials,
        Self::Disposed,
    ];

    /// Returns the code as JavaScript spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConfigInvalid => "config_invalid",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Server => "server",
            Self::RateLimited => "rate_limited",
            Self::UnexpectedResponse => "unexpected_response",
            Self::StaleResponse => "stale_response",
            Self::CsrfRejected => "csrf_rejected",
            Self::SessionEnded => "session_ended",
            Self::IdentityChanged => "identity_changed",
            Self::StepUpRequired => "step_up_required",
            Self::BodyNotReplayable => "body_not_replayable",
            Self::UntrustedOrigin => "untrusted_origin",
            Self::CookiesBlocked => "cookies_blocked",
            Self::RefreshInconsistent => "refresh_inconsistent",
            Self::InvalidCredentials => "invalid_credentials",
            Self::Disposed => "disposed",
        }
    }
}

/// What exactly was wrong with an answer, or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Another login has not been answered yet.
    LoginUnderWay,
    /// The answer to a step is not what the preset calls a success.
    NoSuccess,
    /// The session endpoint redirects.
    Redirect,
    /// The answer does not say whether somebody is signed in.
    Unvouched,
    /// Where the claims should be stands something else.
    NoClaims,
}

impl Detail {
    /// Returns it in words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LoginUnderWay => "login() is already under way: wait for it",
            Self::NoSuccess => "something else than a success looks like",
            Self::Redirect => "a redirect instead of an answer",
            Self::Unvouched => "it does not say whether somebody is signed in",
            Self::NoClaims => "the claims are no object",
        }
    }
}

/// What a caller is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    pub code: Code,
    /// The status of the response that caused it, 0 if none did.
    pub status: u16,
    /// How long the server asked to wait, in milliseconds; weeks are as good as ever.
    pub retry_after: Option<NonZeroU32>,
    /// What exactly was wrong, for people.
    pub detail: Option<Detail>,
}

impl From<Code> for Error {
    #[inline(never)] // said in many places: each is to be small
    fn from(code: Code) -> Self {
        Self {
            code,
            status: 0,
            retry_after: None,
            detail: None,
        }
    }
}

impl Answer {
    /// Returns what is wrong with an answer that answers something else.
    pub(crate) fn misplaced(&self) -> Error {
        match self {
            Self::CsrfRejected => Code::CsrfRejected.into(),
            Self::Session(_)
            | Self::Anonymous
            | Self::Expired
            | Self::Mismatch
            | Self::Refused
            | Self::LoggedOut { .. } => Code::UnexpectedResponse.into(),
        }
    }
}

impl From<&Failure> for Error {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Network => Code::Network.into(),
            Failure::Timeout => Code::Timeout.into(),
            Failure::Stale => Code::StaleResponse.into(),
            Failure::Status {
                status,
                retry_after,
            } => Self {
                code: if *status == 429 {
                    Code::RateLimited
                } else {
                    Code::Server
                },
                status: *status,
                retry_after: retry_after.and_then(short),
                detail: None,
            },
            Failure::Unexpected { status, what } => Self {
                code: Code::UnexpectedResponse,
                status: *status,
                retry_after: None,
                detail: *what,
            },
        }
    }
}
