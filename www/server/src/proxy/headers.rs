//! Which headers pass, in either direction.

use axum::http::header::{
    AUTHORIZATION, CONNECTION, COOKIE, FORWARDED, HOST, HeaderMap, HeaderName, HeaderValue,
    SET_COOKIE, UPGRADE,
};

use crate::app::App;
use crate::asking::client;
use axum::http::Extensions;

/// Of one connection alone (RFC 9110 section 7.6.1), beside those that `Connection` names.
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
/// Between the page and this server alone, or for this server to say.
const OURS: [&str; 6] = [
    "x-csrf",
    "hallpass-session",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
];

/// Gives the headers of a request as the API gets them.
pub(super) fn request(
    app: &App,
    headers: &HeaderMap,
    extensions: &Extensions,
    token: &str,
) -> HeaderMap {
    let mut kept = end_to_end(headers);
    for name in [COOKIE, AUTHORIZATION, HOST, FORWARDED] {
        kept.remove(name);
    }
    for name in OURS {
        kept.remove(name);
    }
    if let Ok(mut bearer) = HeaderValue::try_from(format!("Bearer {token}")) {
        bearer.set_sensitive(true);
        kept.insert(AUTHORIZATION, bearer);
    }
    let address = client(app, headers, extensions).to_string();
    let proto = if app.settings().is_secure() {
        "https"
    } else {
        "http"
    };
    let said = [
        ("x-forwarded-for", address.as_str()),
        ("x-forwarded-proto", proto),
    ];
    for (name, value) in said {
        if let Ok(value) = HeaderValue::try_from(value) {
            kept.insert(HeaderName::from_static(name), value);
        }
    }
    if let Some(host) = headers.get(HOST) {
        kept.insert("x-forwarded-host", host.clone());
    }
    kept
}

/// Gives the headers of an answer as the page gets them: an API writes no cookie for this origin, and
/// who may read its answers is this server's to say.
pub(super) fn response(headers: &HeaderMap) -> HeaderMap {
    let mut kept = end_to_end(headers);
    kept.remove(SET_COOKIE);
    kept.remove("clear-site-data");
    let cors: Vec<HeaderName> = kept
        .keys()
        .filter(|name| name.as_str().starts_with("access-control-"))
        .cloned()
        .collect();
    for name in cors {
        kept.remove(name);
    }
    kept
}

/// Adds what asks for another protocol, which is of one connection alone.
pub(super) fn upgrade(kept: &mut HeaderMap, asked: &HeaderMap) {
    if let Some(protocol) = asked.get(UPGRADE) {
        kept.insert(UPGRADE, protocol.clone());
        kept.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    }
}

fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    let mut kept = headers.clone();
    for line in headers.get_all(CONNECTION) {
        let names = line.to_str().unwrap_or_default().split(',');
        for name in names.map(str::trim).filter(|name| !name.is_empty()) {
            kept.remove(name);
        }
    }
    for name in HOP_BY_HOP {
        kept.remove(name);
    }
    kept
}
