//! The fence against requests forged by other sites, in front of `/auth` and `/api`.
//!
//! Three independent checks, each enough in a browser that has it: the custom header (RFC 10017,
//! checked on *every* request), the `Origin`, and the fetch metadata. `SameSite` is a fourth that
//! this module does not rely on.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::{Origin, Url};

use crate::app::App;
use crate::audit::Event;
use crate::refusal::Refusal;

/// Lets a request through only if it can come from the page of this origin.
pub(crate) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    if passes(&app, request.method(), request.uri(), request.headers()) {
        return next.run(request).await;
    }
    app.note(&Event::CsrfRefused);
    Refusal::Csrf.into_response()
}

/// Marks an answer as depending on the headers the guard reads, and keeps it out of every cache.
pub(crate) fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(
        header::VARY,
        HeaderValue::from_static("Sec-Fetch-Site, Origin"),
    );
    response
}

fn passes(app: &App, method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    let Some(own) = own_origin(app, headers) else {
        return false;
    };
    let login = uri.path() == "/auth/login";
    if login && method == Method::GET {
        // A link from anywhere may lead to the sign-in form, which acts on nothing.
        return true;
    }
    let form = login && method == Method::POST && is_form(headers);
    let marked = text(headers, "x-csrf") == Some("1");
    (marked || form) && comes_from(method, headers, &own)
}

/// Whether the body is one a plain HTML form sends; such a request has a token of its own instead.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    text(headers, "content-type").is_some_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

/// Weighs where a request says it comes from (OWASP CSRF cheat sheet, fetch metadata policy).
///
/// A contradiction refuses: an `Origin`, where present, must be exactly ours. `same-site` is as
/// foreign as `cross-site`, for a sibling host is not this one. Unknown or absent metadata falls
/// back to `Origin`, then `Referer`; with neither, only a read may pass, since browsers send no
/// `Origin` on their own reads and the custom header already forbids any other site to ask.
fn comes_from(method: &Method, headers: &HeaderMap, own: &Origin) -> bool {
    let origin = text(headers, "origin");
    if headers.contains_key(header::ORIGIN) && !origin.is_some_and(|text| is_own(text, own)) {
        return false;
    }
    match text(headers, "sec-fetch-site") {
        Some("same-origin") => true,
        Some("same-site") => cfg!(feature = "test-knobs") && origin.is_some_and(is_test_page),
        Some("cross-site" | "none") => false,
        Some(_) | None => {
            let referer = text(headers, "referer").and_then(|text| Url::parse(text).ok());
            match (origin, referer) {
                (Some(_), _) => true,
                (None, Some(referer)) => referer.origin() == *own,
                (None, None) => method.is_safe(),
            }
        }
    }
}

/// Compares as text after parsing, so that neither `https://own.example.evil` nor userinfo passes.
fn is_own(text: &str, own: &Origin) -> bool {
    let same = own.is_tuple() && own.ascii_serialization() == text;
    same || (cfg!(feature = "test-knobs") && is_test_page(text))
}

/// Whether an origin is a test page on this machine; believed in test builds alone.
pub(crate) fn is_test_page(origin: &str) -> bool {
    Url::parse(origin).is_ok_and(|url| {
        url.scheme() == "http" && url.host_str() == Some("127.0.0.1") && is_bare(&url, origin)
    })
}

fn is_bare(url: &Url, text: &str) -> bool {
    url.origin().ascii_serialization() == text
}

/// Works out the origin this server has in the browser's eyes, or none for a foreign `Host`.
///
/// Without a proxy the host must be loopback, so that a rebound DNS name cannot act as our own.
pub(crate) fn own_origin(app: &App, headers: &HeaderMap) -> Option<Origin> {
    let settings = app.settings();
    if let Some(origin) = &settings.public_origin {
        return Some(origin.origin());
    }
    if settings.trust_proxy {
        if text(headers, "x-forwarded-proto") != Some("https") {
            return None;
        }
        let host = text(headers, "x-forwarded-host").or_else(|| text(headers, "host"))?;
        return Url::parse(&format!("https://{host}"))
            .ok()
            .map(|url| url.origin());
    }
    let url = Url::parse(&format!("http://{}", text(headers, "host")?)).ok()?;
    matches!(url.host_str()?, "127.0.0.1" | "[::1]" | "localhost").then(|| url.origin())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
