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
use crate::foreign::{Foreign, shown};
use crate::proxy::socket;
use crate::refusal::Refusal;

/// Lets a request through only if it can come from a page of this origin, or of an `--app-origin`.
pub(crate) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    match check(&app, request.method(), request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(foreign) => {
            app.note(&Event::CsrfRefused {
                why: foreign.to_string(),
            });
            Refusal::Csrf(foreign).into_response()
        }
    }
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

fn check(app: &App, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Foreign> {
    let own = own_origin(app, headers)?;
    let login = uri.path() == "/auth/login";
    match (method, uri.path()) {
        // A link from anywhere may lead to the sign-in, which acts on nothing.
        (&Method::GET, "/auth/login") => return Ok(()),
        // The way back from the provider is bound to the browser by `state`, and its own word is signed.
        (&Method::GET, "/auth/callback") | (&Method::POST, "/auth/backchannel-logout") => {
            return Ok(());
        }
        _ => {}
    }
    let form = login && method == Method::POST && is_form(headers);
    // A page cannot send a header of its own with a WebSocket, but its browser names the origin.
    let socket = socket::is_wanted(headers)
        && method == Method::GET
        && headers.contains_key(header::ORIGIN)
        && app.settings().is_proxied(uri.path());
    if text(headers, "x-csrf") != Some("1") && !form && !socket {
        return Err(Foreign::Unmarked);
    }
    comes_from_page(app, method, headers, &own)
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
/// A contradiction refuses: an `Origin`, where present, must be exactly ours or one that may call.
/// `same-site` is as foreign as `cross-site`, for a sibling host is not this one, unless its origin
/// may call. Unknown or absent metadata falls back to `Origin`, then `Referer`; with neither, only a
/// read may pass, since browsers send no `Origin` on their own reads and the custom header already
/// forbids any other site to ask.
fn comes_from_page(
    app: &App,
    method: &Method,
    headers: &HeaderMap,
    own: &Origin,
) -> Result<(), Foreign> {
    let origin = text(headers, "origin");
    let is_own = |text: &str| own.is_tuple() && own.ascii_serialization() == text;
    let own_text = || own.ascii_serialization();
    if headers.contains_key(header::ORIGIN)
        && !origin.is_some_and(|text| is_own(text) || may_call(app, text))
    {
        return Err(Foreign::Origin {
            origin: shown(origin),
            own: own_text(),
        });
    }
    match text(headers, "sec-fetch-site") {
        Some("same-origin") => Ok(()),
        Some("same-site") if origin.is_some_and(|text| !is_own(text)) => Ok(()),
        Some(site @ ("same-site" | "cross-site" | "none")) => Err(Foreign::Site {
            site: site.to_owned(),
            own: own_text(),
        }),
        Some(_) | None => {
            let referer = text(headers, "referer").and_then(|text| Url::parse(text).ok());
            let referer = referer.map(|url| url.origin().ascii_serialization());
            match (origin, referer) {
                (Some(_), _) => Ok(()),
                (None, Some(referer)) if is_own(&referer) || may_call(app, &referer) => Ok(()),
                (None, Some(referer)) => Err(Foreign::Origin {
                    origin: shown(Some(&referer)),
                    own: own_text(),
                }),
                (None, None) if method.is_safe() => Ok(()),
                (None, None) => Err(Foreign::Unknown { own: own_text() }),
            }
        }
    }
}

/// Whether pages of another origin may call: by the operator's word, or as a test page.
pub(crate) fn may_call(app: &App, origin: &str) -> bool {
    let settings = app.settings();
    settings.is_app_origin(origin) || (settings.has_knobs() && is_test_page(origin))
}

/// Whether an origin is a page on this machine: an in-browser test has a port of its own.
fn is_test_page(origin: &str) -> bool {
    Url::parse(origin).is_ok_and(|url| {
        let bare = url.origin().ascii_serialization() == origin;
        bare && url.scheme() == "http" && url.host_str() == Some("127.0.0.1")
    })
}

/// Works out the origin this server has in the browser's eyes, or why the host is foreign.
///
/// Without a proxy the host must be loopback, so that a rebound DNS name cannot act as our own.
pub(crate) fn own_origin(app: &App, headers: &HeaderMap) -> Result<Origin, Foreign> {
    let settings = app.settings();
    if let Some(origin) = &settings.public_origin {
        return Ok(origin.origin());
    }
    let host = text(headers, "host");
    if settings.trust_proxy {
        let host = text(headers, "x-forwarded-host").or(host);
        let https = text(headers, "x-forwarded-proto") == Some("https");
        let url = host.and_then(|host| Url::parse(&format!("https://{host}")).ok());
        return url
            .filter(|_| https)
            .map(|url| url.origin())
            .ok_or(Foreign::Proxy);
    }
    host.and_then(|host| Url::parse(&format!("http://{host}")).ok())
        .filter(|url| matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost")))
        .map(|url| url.origin())
        .ok_or_else(|| Foreign::Host { host: shown(host) })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
