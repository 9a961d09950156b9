//! The words for what went wrong.

use super::words::words;

words! {
    /// The codes of `SessionError`.
    pub enum Code {
        ConfigInvalid = "config_invalid",
        Network = "network",
        Timeout = "timeout",
        Server = "server",
        RateLimited = "rate_limited",
        UnexpectedResponse = "unexpected_response",
        StaleResponse = "stale_response",
        CsrfRejected = "csrf_rejected",
        SessionEnded = "session_ended",
        IdentityChanged = "identity_changed",
        StepUpRequired = "step_up_required",
        BodyNotReplayable = "body_not_replayable",
        UntrustedOrigin = "untrusted_origin",
        CookiesBlocked = "cookies_blocked",
        RefreshInconsistent = "refresh_inconsistent",
        InvalidCredentials = "invalid_credentials",
        LoginIncomplete = "login_incomplete",
        Disposed = "disposed",
    }
}

words! {
    /// What exactly was wrong with an answer, or a call.
    pub enum Detail {
        /// Another login has not been answered yet.
        LoginUnderWay = "await the login() under way",
        /// The answer to a step is not what the preset calls a success.
        NoSuccess = "no success as the preset has it",
        /// The session endpoint redirects.
        Redirect = "a redirect, no answer",
        /// The answer does not say whether a user is signed in.
        Unvouched = "neither signed in nor out",
        /// Where the claims should be stands something else.
        NoClaims = "the claims are no object",
        /// The answer to a refresh names another session id than the request did.
        HandleChanged = "the server changes the session id at a refresh; it has to be stable",
        /// The page said something by a number that stands for nothing.
        OtherVersion = "two versions of hallpass",
    }
}
