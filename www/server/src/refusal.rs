//! Every way the server says no, and the one table that puts each on the wire.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rusqlite::ErrorCode;
use serde_json::{Value, json};

use crate::foreign::Foreign;

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
    /// The request does not prove that it comes from a page that may call.
    #[error("{0}")]
    Csrf(Foreign),
    /// Unknown account or wrong password, never which.
    #[error("unknown account or wrong password")]
    InvalidCredentials,
    /// Too many failures; the seconds until the next try.
    #[error("too many failures")]
    RateLimited(u64),
    /// The session lacks the scope; signing in again would not help.
    #[error("the scope {0:?} is missing")]
    InsufficientScope(&'static str),
    /// The sign-in is too old for this request (RFC 9470 section 3).
    #[error("the sign-in is too old")]
    StepUp {
        /// Its greatest age in seconds.
        max_age: u64,
        /// The context to ask for, where it is this server that asks for the password.
        acr: Option<&'static str>,
    },
    /// A refresh asked for more than was granted (RFC 6749 section 6).
    #[error("the scope exceeds the grant")]
    InvalidScope,
    /// The body is not what the route reads.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// The body is larger than any the contract has.
    #[error("the body is larger than this route reads: 8 KiB for a sign-in, else 64 KiB")]
    TooLarge,
    /// The request did not come whole, or could not be answered, in time.
    #[error("the request took too long")]
    TimedOut,
    /// The server has more to do than it can; a moment later it may be served.
    #[error("the server is busy")]
    Busy,
    /// The provider cannot be reached, or has not answered; the seconds until it may be asked again.
    #[error("the provider does not answer")]
    ProviderAway(u64),
    /// The session lacks a claim that the route is for; its name.
    #[error("the claim {0:?} does not allow it")]
    InsufficientClaims(&'static str),
    /// There is nothing of that name.
    #[error("there is nothing of that name")]
    NotFound,
    /// The claims of an account make a cookie that browsers would ignore; its size in bytes.
    #[error("the access cookie has {0} bytes, more than the 4096 that browsers keep")]
    Oversized(usize),
    /// An API behind this server gave no answer.
    #[error("the API behind this path does not answer")]
    BadGateway,
    /// The server's own failure; the reason is for its log, never for the wire.
    #[error("{0}")]
    Internal(String),
}

/// The authentication context this server can offer in a step-up.
pub(crate) const ACR: &str = "urn:hallpass:acr:password";

impl Refusal {
    /// Tells what a failure of the store means: another program may hold it for the moment.
    pub(crate) fn from_store(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Internal(format!("store: {error}")),
        }
    }

    /// Whether the server failed, so that nothing of the request's work is kept.
    pub(crate) fn is_failure(&self) -> bool {
        match self {
            Self::Busy | Self::Oversized(_) | Self::Internal(_) => true,
            Self::SessionExpired
            | Self::SessionEnded
            | Self::SessionMismatch
            | Self::Csrf(_)
            | Self::InvalidCredentials
            | Self::RateLimited(_)
            | Self::InsufficientScope(_)
            | Self::StepUp { .. }
            | Self::InvalidScope
            | Self::InvalidRequest(_)
            | Self::TooLarge
            | Self::ProviderAway(_)
            | Self::InsufficientClaims(_)
            | Self::NotFound
            | Self::TimedOut
            | Self::BadGateway => false,
        }
    }

    fn retry_after(&self) -> Option<u64> {
        if let Self::RateLimited(seconds) | Self::ProviderAway(seconds) = self {
            return Some(*seconds);
        }
        matches!(self, Self::Busy).then_some(1)
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::SessionExpired
            | Self::SessionEnded
            | Self::InvalidCredentials
            | Self::StepUp { .. } => StatusCode::UNAUTHORIZED,
            Self::SessionMismatch => StatusCode::CONFLICT,
            Self::Csrf(_) | Self::InsufficientScope(_) | Self::InsufficientClaims(_) => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::InvalidScope | Self::InvalidRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::Busy | Self::ProviderAway(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::BadGateway => StatusCode::BAD_GATEWAY,
            Self::Oversized(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::SessionExpired => "session_expired",
            Self::SessionEnded => "session_ended",
            Self::SessionMismatch => "session_mismatch",
            Self::Csrf(_) => "csrf",
            Self::InvalidCredentials => "invalid_credentials",
            Self::RateLimited(_) => "rate_limited",
            Self::InsufficientScope(_) => "insufficient_scope",
            Self::StepUp { .. } => "insufficient_user_authentication",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidRequest(_) | Self::TooLarge => "invalid_request",
            Self::TimedOut => "request_timeout",
            Self::Busy | Self::ProviderAway(_) => "temporarily_unavailable",
            Self::BadGateway => "bad_gateway",
            Self::InsufficientClaims(_) => "insufficient_claims",
            Self::NotFound => "not_found",
            Self::Oversized(_) | Self::Internal(_) => "server_error",
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
            Self::TooLarge | Self::TimedOut | Self::BadGateway => {
                json!({ "error": code, "error_description": self.to_string() })
            }
            Self::Busy => json!({
                "error": code,
                "error_description": "The server is busy. Wait a moment, then try again.",
            }),
            Self::ProviderAway(_) => json!({
                "error": code,
                "error_description": "The sign-in service does not answer. Wait a moment, then try again.",
            }),
            Self::InsufficientClaims(claim) => json!({ "error": code, "claim": claim }),
            Self::Oversized(_) => json!({
                "error": code,
                "error_description": "This account has more claims than a cookie can hold.",
            }),
            Self::InsufficientScope(scope) => json!({ "error": code, "scope": scope }),
            Self::StepUp { max_age, acr } => {
                let mut body = json!({
                    "error": code,
                    "error_description": "This needs a more recent sign-in.",
                    "max_age": max_age,
                });
                if let Some(acr) = acr {
                    body["acr_values"] = json!(acr);
                }
                body
            }
            Self::InvalidRequest(reason) => json!({ "error": code, "error_description": reason }),
            Self::Csrf(foreign) => {
                let why = format!("Refused: {foreign}.");
                json!({ "error": code, "error_description": why })
            }
            Self::SessionExpired
            | Self::SessionEnded
            | Self::SessionMismatch
            | Self::InvalidScope
            | Self::NotFound
            | Self::Internal(_) => json!({ "error": code }),
        }
    }

    /// Names the challenge that RFC 9110 section 11.6.1 requires of every 401.
    ///
    /// Step-up uses `Bearer` with the parameters of RFC 9470 section 3. The others use a scheme of
    /// their own, for which no browser opens a password box.
    fn challenge(&self) -> Option<String> {
        if let Self::StepUp { max_age, acr } = self {
            let acr = acr.map_or_else(String::new, |acr| format!("acr_values=\"{acr}\", "));
            return Some(format!(
                "Bearer error=\"insufficient_user_authentication\", \
                 error_description=\"This needs a more recent sign-in.\", \
                 {acr}max_age=\"{max_age}\""
            ));
        }
        let unauthorized = self.status() == StatusCode::UNAUTHORIZED;
        unauthorized.then(|| format!("Hallpass error=\"{}\"", self.code()))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if self.is_failure() {
            tracing::error!(reason = %self, "failed");
        }
        let mut response = (self.status(), Json(self.body())).into_response();
        let headers = response.headers_mut();
        if let Some(challenge) = self
            .challenge()
            .and_then(|text| HeaderValue::try_from(text).ok())
        {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if matches!(self, Self::TooLarge | Self::TimedOut) {
            // What is left of the request is not read.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::from_store(&error)
    }
}

impl From<getrandom::Error> for Refusal {
    fn from(error: getrandom::Error) -> Self {
        Self::Internal(format!("randomness: {error}"))
    }
}
