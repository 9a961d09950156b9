//! What a user sees where a sign-in comes to nothing: what happened, and what to do.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use html_escape::{encode_double_quoted_attribute, encode_text};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::App;
use crate::refusal::Refusal;

/// Why a sign-in by the provider came to nothing.
#[derive(Debug)]
pub(super) enum Failed {
    /// The cookie that binds it to the browser is missing, too old or of another sign-in.
    Unbound,
    /// The answer came from another provider (RFC 9207).
    Stranger,
    /// The user, or the provider, did not want it: the code of OAuth.
    Denied(String),
    /// What the provider said does not hold.
    Unproven,
    /// It is not as strong, or not as recent, as was asked for.
    Weak,
    /// The provider cannot be reached, or refuses this server.
    Away,
    /// A parameter of the address is none.
    Question(&'static str),
    /// The address is not one that this server knows as its own.
    Here,
    /// The account is disabled here, or belongs to another provider.
    Closed,
    /// This server is busy, or failed.
    Own(Refusal),
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Own(refusal)
    }
}

impl Failed {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unbound | Self::Stranger | Self::Question(_) | Self::Here => {
                StatusCode::BAD_REQUEST
            }
            Self::Denied(_)
            | Self::Unproven
            | Self::Weak
            | Self::Closed
            | Self::Own(Refusal::Oversized(_)) => StatusCode::FORBIDDEN,
            Self::Away | Self::Own(Refusal::Busy) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Own(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Says what happened, and what to do.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Unbound => (
                "This sign-in is over, or began in another browser.",
                "Sign in again, in this browser and within ten minutes. If that does not help, allow \
                 cookies for this site.",
            ),
            Self::Stranger => (
                "The answer came from another sign-in service than the one that was asked.",
                "Sign in again. If it happens again, tell the operator of this site.",
            ),
            Self::Denied(code) if code == "access_denied" => (
                "The sign-in was cancelled.",
                "Sign in again if you want to go on.",
            ),
            Self::Denied(code) if code.ends_with("_required") => (
                "The sign-in service wants to ask you something first.",
                "Sign in again, and answer what it asks.",
            ),
            Self::Denied(_) => (
                "The sign-in service refused.",
                "Try again. If it happens again, tell the operator of this site the word below.",
            ),
            Self::Unproven => (
                "What the sign-in service said could not be verified.",
                "Sign in again. If it happens again, tell the operator of this site.",
            ),
            Self::Weak => (
                "This needs a stronger or a more recent sign-in than the one you made.",
                "Sign in again, and use the method that is asked for.",
            ),
            Self::Away => (
                "The sign-in service cannot be reached.",
                "Wait a moment, then try again.",
            ),
            Self::Question(_) => (
                "The address has a word that is none of those known here.",
                "Go back, and sign in from the page.",
            ),
            Self::Here => (
                "This address is not one that the server knows as its own.",
                "The operator has to give the server its address by --public-origin.",
            ),
            Self::Closed => (
                "This account may not sign in here.",
                "Ask the operator of this site.",
            ),
            Self::Own(Refusal::Busy) => ("The server is busy.", "Wait a moment, then try again."),
            Self::Own(Refusal::Oversized(_)) => (
                "This account has more claims than a cookie can hold.",
                "Ask the operator of this site.",
            ),
            Self::Own(_) => ("The server failed.", "Try again in a moment."),
        }
    }

    /// The word for the operator: of OAuth, or a parameter.
    fn code(&self) -> &str {
        match self {
            Self::Denied(code) => code,
            Self::Question(name) => name,
            _ => "",
        }
    }
}

/// Renders the page; its link begins anew, and leads to where the user wanted to be.
pub(super) fn page(app: &App, failed: &Failed, return_to: Option<&str>) -> Response {
    if let Failed::Own(refusal) = failed
        && refusal.is_failure()
    {
        tracing::error!(reason = %refusal, "failed");
    }
    let (what, to_do) = failed.words();
    let again = utf8_percent_encode(return_to.unwrap_or("/"), NON_ALPHANUMERIC).to_string();
    let html = include_str!("page.html")
        .replace("{what}", what)
        .replace("{do}", to_do)
        .replace("{code}", &encode_text(&shown(failed.code())))
        .replace("{front}", &app.settings().in_front("/"))
        .replace("{again}", &encode_double_quoted_attribute(&again));
    let mut response = (failed.status(), Html(html)).into_response();
    let csp = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(csp),
    );
    response
}

/// Keeps of a code what a code of OAuth may have.
fn shown(code: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    code.chars().filter(plain).take(64).collect()
}
