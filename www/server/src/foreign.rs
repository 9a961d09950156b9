//! Why a request does not pass for one of the page's, in words for the developer who sent it.

use crate::settings::AppOrigin;

/// What speaks against a request; the words go into the answer's body and into the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Foreign {
    /// The custom header is missing.
    #[error(
        "the header `X-CSRF: 1` is missing, which a page of this server sends with every request"
    )]
    Unmarked,
    /// The host is none that this server answers for.
    #[error(
        "the request came for the host {host}; without --public-origin this server answers on \
         localhost, 127.0.0.1 and [::1] alone"
    )]
    Host { host: String },
    /// The proxy does not say what `--trust-proxy` relies on.
    #[error(
        "the proxy in front said neither `X-Forwarded-Proto: https` nor a host; with --trust-proxy \
         it must send X-Forwarded-Proto, and X-Forwarded-Host where it changes Host"
    )]
    Proxy,
    /// The origin is another one, and none that may call.
    #[error(
        "the request came from the origin {origin} to {own}; {}",
        advice(origin)
    )]
    Origin { origin: String, own: String },
    /// The browser says that the request comes from another site.
    #[error(
        "the browser says `Sec-Fetch-Site: {site}`; only pages of {own}, and those of an \
         --app-origin on the same site, may call (localhost and 127.0.0.1 are two sites)"
    )]
    Site { site: String, own: String },
    /// Nothing says where the request comes from.
    #[error(
        "nothing says where the request comes from: a request that may change something needs \
         `Origin: {own}`"
    )]
    Unknown { own: String },
}

fn advice(origin: &str) -> String {
    if AppOrigin::accepts(origin) {
        return format!(
            "if pages of that origin may call, start the server with `--app-origin {origin}`, or let \
             the proxy in front keep the Host (Vite: `changeOrigin: false`)"
        );
    }
    "no setting lets that origin call: expected is https, or http on this machine".to_owned()
}

/// Shortens a text of the request for an error message.
pub(crate) fn shown(text: Option<&str>) -> String {
    match text {
        Some("") => "(empty)".to_owned(),
        Some(text) => text.chars().take(200).collect(),
        None => "(unreadable)".to_owned(),
    }
}
