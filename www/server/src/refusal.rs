//! Every way the server says no, and the one table that puts each on the wire.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A typed no: each variant is one answer of the contract.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The access part has lapsed; a refresh may revive it.
    #[error("the access part has lapsed")]
    SessionExpired,
    /// There is no session, and nothing can revive one.
    #[error("there is no session")]
    SessionEnded,
    /// The cookie holds another session than the page believes in.
    #[error("the cookie holds another session")]
    SessionMismatch,
    /// The request does not prove that it comes from this origin's own page.
    #[error("the request does not come from the page")]
    Csrf,
    /// Unknown account or wrong password, never which.
    #[error("unknown account or wrong password")]
    InvalidCredentials,
    /// Too many failures; the seconds until the next try.
    #[error("too many failures")]
    RateLimited(u64),
    /// The session lacks the scope; signing in again would not help.
    #[error("the scope {0:?} is missing")]
    InsufficientScope(&'static str),
    /// The sign-in is too old for this request (RFC 9470 section 3); its greatest age in seconds.
    #[error("the sign-in is too old")]
    StepUp(u64),
    /// A refresh asked for more than was granted (RFC 6749 section 6).
    #[error("the scope exceeds the grant")]
    InvalidScope,
    /// The body is not what the route reads.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// The server's own failure; the reason is for its log, never for the wire.
    #[error("{0}")]
    Internal(String),
}

/// The authentication context this server can offer in a step-up.
pub(crate) const ACR: &str = "urn:hallpass:acr:password";

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::SessionExpired
            | Self::SessionEnded
            | Self::InvalidCredentials
            | Self::StepUp(_) => StatusCode::UNAUTHORIZED,
            Self::SessionMismatch => StatusCode::CONFLICT,
            Self::Csrf | Self::InsufficientScope(_) => StatusCode::FORBIDDEN,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::InvalidScope | Self::InvalidRequest(_) => StatusCode::BAD_REQUEST,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::SessionExpired => "session_expired",
            Self::SessionEnded => "session_ended",
            Self::SessionMismatch => "session_mismatch",
            Self::Csrf => "csrf",
            Self::InvalidCredentials => "invalid_credentials",
            Self::RateLimited(_) => "rate_limited",
            Self::InsufficientScope(_) => "insufficient_scope",
            Self::StepUp(_) => "insufficient_user_authentication",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidRequest(_) => "invalid_request",
            Self::Internal(_) => "server_error",
        }
    }

    fn body(&self) -> Value {
        let code = self.code();
        match self {
            Self::InvalidCredentials => json!({
                "error": code,
                "error_description": "That email address and password do not belong together.",
            }),
            Self::RateLimited(_) => json!({
                "error": code,
                "error_description": "Too many attempts. Wait a moment, then try again.",
            }),
            Self::InsufficientScope(scope) => json!({ "error": code, "scope": scope }),
            Self::StepUp(max_age) => json!({
                "error": code,
                "error_description": "This needs a more recent sign-in.",
                "acr_values": ACR,
                "max_age": max_age,
            }),
            Self::InvalidRequest(reason) => json!({ "error": code, "error_description": reason }),
            Self::SessionExpired
            | Self::SessionEnded
            | Self::SessionMismatch
            | Self::Csrf
            | Self::InvalidScope
            | Self::Internal(_) => json!({ "error": code }),
        }
    }

    /// Names the challenge that RFC 9110 section 11.6.1 requires of every 401.
    ///
    /// Step-up uses `Bearer` with the parameters of RFC 9470 section 3. The others use a scheme of
    /// their own, for which no browser opens a password box.
    fn challenge(&self) -> Option<String> {
        match self {
            Self::StepUp(max_age) => Some(format!(
                "Bearer error=\"insufficient_user_authentication\", \
                 error_description=\"This needs a more recent sign-in.\", \
                 acr_values=\"{ACR}\", max_age=\"{max_age}\""
            )),
            _ if self.status() == StatusCode::UNAUTHORIZED => {
                Some(format!("Hallpass error=\"{}\"", self.code()))
            }
            _ => None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if let Self::Internal(reason) = &self {
            eprintln!("hallpass-server: {reason}");
        }
        let mut response = (self.status(), Json(self.body())).into_response();
        let headers = response.headers_mut();
        if let Some(challenge) = self
            .challenge()
            .and_then(|text| HeaderValue::try_from(text).ok())
        {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Self::RateLimited(seconds) = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Internal(format!("store: {error}"))
    }
}

impl From<getrandom::Error> for Refusal {
    fn from(error: getrandom::Error) -> Self {
        Self::Internal(format!("randomness: {error}"))
    }
}
