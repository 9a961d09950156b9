//! The words for what went wrong.

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
            Self::LoginUnderWay => "await the login() under way",
            Self::NoSuccess => "no success as the preset has it",
            Self::Redirect => "a redirect, no answer",
            Self::Unvouched => "neither signed in nor out",
            Self::NoClaims => "the claims are no object",
        }
    }
}
