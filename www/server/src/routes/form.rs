//! The sign-in page, for those who come by navigation.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::asking::{Asking, set_cookies};
use crate::cookies::{Fresh, Kind};
use crate::refusal::Refusal;
use crate::return_to;
use crate::secret;

const STYLE: &str = include_str!("form.css");

#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    return_to: Option<String>,
    max_age: Option<String>,
    acr_values: Option<String>,
}

/// Shows the form; signs nobody out, so a link to it can do no harm.
///
/// Whoever comes for a stronger or a more recent sign-in reads why they are asked again. That is all there
/// is to do: every sign-in here is a new one, and there is one kind of it.
pub(super) async fn show(
    State(app): State<App>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let Query(wanted) = wanted.unwrap_or_default();
    let again = wanted.max_age.or(wanted.acr_values);
    page(
        &app,
        &return_to::safe(wanted.return_to.as_deref()),
        again.map(|_| "This needs a more recent sign-in."),
        StatusCode::OK,
    )
}

/// A form as it came back.
#[derive(Default)]
pub(super) struct Filled {
    pub(super) email: String,
    pub(super) password: String,
    pub(super) token: String,
    pub(super) return_to: Option<String>,
}

impl Filled {
    /// Reads the fields; what is missing is empty, and empty signs nobody in.
    pub(super) fn read(bytes: &Bytes) -> Self {
        let mut filled = Self::default();
        for (name, value) in url::form_urlencoded::parse(bytes) {
            match name.as_ref() {
                "email" => filled.email = value.into_owned(),
                "password" => filled.password = value.into_owned(),
                "token" => filled.token = value.into_owned(),
                "return_to" => filled.return_to = Some(value.into_owned()),
                _ => {}
            }
        }
        filled
    }
}

/// Whether the form comes from the browser it was served to (OWASP, login CSRF).
///
/// The cookie is random, the hidden field its keyed digest: a sibling host could plant a cookie,
/// but not the field that belongs to it.
pub(super) fn is_bound(app: &App, asking: &Asking, token: &str) -> bool {
    let cookie = asking.jar.form.as_deref();
    cookie.is_some_and(|cookie| app.keys().form.is_tag(&[cookie], token))
}

/// Shows the form again with what went wrong.
pub(super) fn refused(app: &App, return_to: &str, refusal: Refusal) -> Response {
    let notice = match &refusal {
        Refusal::InvalidCredentials => "That email address and password do not belong together.",
        Refusal::RateLimited(_) => "Too many attempts. Wait a moment, then try again.",
        _ => return refusal.into_response(),
    };
    let plain = refusal.into_response();
    let mut response = page(app, return_to, Some(notice), plain.status());
    if let Some(wait) = plain.headers().get(header::RETRY_AFTER) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, wait.clone());
    }
    response
}

/// Renders the form, bound to a cookie of its own.
pub(super) fn page(
    app: &App,
    return_to: &str,
    notice: Option<&str>,
    status: StatusCode,
) -> Response {
    let cookie = match secret::token() {
        Ok(token) => token,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let token = app.keys().form.tag(&[&cookie]);
    let notice = notice.map_or_else(String::new, |text| {
        format!("<p role=\"alert\">{}</p>", html_escape::encode_text(text))
    });
    let return_to = html_escape::encode_double_quoted_attribute(return_to).into_owned();
    let html = include_str!("form.html")
        .replace("{style}", STYLE)
        .replace("{notice}", &notice)
        .replace("{token}", &token)
        .replace("{return_to}", &return_to);
    let mut response = (status, Html(html)).into_response();
    let csp = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action {}; \
         frame-ancestors 'none'; require-trusted-types-for 'script'",
        STANDARD.encode(Sha256::digest(STYLE)),
        // It holds for where the form's answer leads, too.
        format!("'self' {}", app.settings().in_front("")).trim_end()
    );
    let headers = response.headers_mut();
    if let Ok(csp) = HeaderValue::try_from(csp) {
        headers.insert(header::CONTENT_SECURITY_POLICY, csp);
    }
    let fresh = Fresh {
        kind: Kind::Form,
        value: cookie,
        keep: Some(600_000),
    };
    set_cookies(app, headers, &[fresh]);
    response
}
