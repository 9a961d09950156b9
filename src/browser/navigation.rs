//! Leaving the page, and only for where it may lead.

use super::js::{self, Url};

/// An address, taken apart.
pub(crate) fn resolve(url: &str) -> Option<Url> {
    Url::new(url, &js::DOCUMENT.with(js::Document::base_uri)).ok()
}

/// Returns the origin of the page.
pub(crate) fn own_origin() -> String {
    resolve("").map(|url| url.origin()).unwrap_or_default()
}

/// Returns a path on this origin, or the present page for anything else: no open redirect.
pub(crate) fn return_path(wanted: Option<&str>) -> String {
    let own = own_origin();
    wanted
        .and_then(resolve)
        .filter(|url| url.origin() == own)
        .or_else(|| resolve(""))
        .map(|url| url.href())
        .and_then(|href| href.strip_prefix(&own).map(Into::into))
        .unwrap_or_else(|| "/".into())
}

/// Goes to an address on this origin, or to another one by https.
pub(crate) fn leave_for(url: &str) {
    let own = own_origin();
    if let Some(url) = resolve(url).filter(|url| url.protocol() == "https:" || url.origin() == own)
    {
        js::LOCATION.with(|location| location.assign(&url.href()));
    }
}
