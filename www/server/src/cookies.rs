//! The cookies: their names, their attributes, and how they are read.
//!
//! `HttpOnly` keeps them from script, `__Host-` pins them to this host, and `SameSite=Strict` costs
//! nothing here: the documents are static, so the first navigation from another site needs no
//! cookie, and everything that does need one is a same-origin request of the page. (`Lax` would add
//! only top-level navigations from other sites, which must not act on a session anyway.)

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

use crate::clock::Millis;

/// Which secret a cookie carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The opaque id of the `session` strategy.
    Session,
    /// The access token of the `jwt` strategy.
    Access,
    /// The refresh token of the `jwt` strategy.
    Refresh,
    /// What binds a sign-in form to the browser it was served to.
    Form,
}

impl Kind {
    /// The cookies that can open a session.
    pub(crate) const SIGNED_IN: [Self; 3] = [Self::Session, Self::Access, Self::Refresh];

    /// Names the cookie; the prefix needs https, and browsers differ on it for plain loopback.
    pub(crate) fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-hallpass",
            (Self::Session, false) => "hallpass",
            (Self::Access, true) => "__Host-hallpass-access",
            (Self::Access, false) => "hallpass-access",
            (Self::Refresh, true) => "__Host-hallpass-refresh",
            (Self::Refresh, false) => "hallpass-refresh",
            (Self::Form, true) => "__Host-hallpass-form",
            (Self::Form, false) => "hallpass-form",
        }
    }
}

/// A cookie to be written.
#[derive(Debug, Clone)]
pub(crate) struct Fresh {
    /// Which one.
    pub(crate) kind: Kind,
    /// The secret.
    pub(crate) value: String,
    /// How long the browser keeps it; without a limit, until it closes.
    pub(crate) keep: Option<Millis>,
}

/// The cookies a request presented.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jar {
    /// The opaque id.
    pub(crate) session: Option<String>,
    /// The access token.
    pub(crate) access: Option<String>,
    /// The refresh token.
    pub(crate) refresh: Option<String>,
    /// The binding of a sign-in form.
    pub(crate) form: Option<String>,
}

impl Jar {
    /// Reads the cookies; names are compared by case, and the first of two equals counts.
    pub(crate) fn read(headers: &HeaderMap, secure: bool) -> Self {
        let mut jar = Self::default();
        let lines = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok());
        for cookie in lines
            .flat_map(|line| Cookie::split_parse(line.to_owned()))
            .flatten()
        {
            let slot = match cookie.name() {
                name if name == Kind::Session.name(secure) => &mut jar.session,
                name if name == Kind::Access.name(secure) => &mut jar.access,
                name if name == Kind::Refresh.name(secure) => &mut jar.refresh,
                name if name == Kind::Form.name(secure) => &mut jar.form,
                _ => continue,
            };
            slot.get_or_insert_with(|| cookie.value().to_owned());
        }
        jar
    }
}

/// Writes the `Set-Cookie` of a secret.
pub(crate) fn set(fresh: &Fresh, secure: bool) -> Option<HeaderValue> {
    let mut cookie = base(fresh.kind, &fresh.value, secure);
    // Rounded up: a cookie that outlives its secret is harmless, the other way is not.
    cookie.set_max_age(
        fresh
            .keep
            .map(|keep| Duration::seconds(keep.saturating_add(999) / 1000)),
    );
    HeaderValue::try_from(cookie.to_string()).ok()
}

/// Writes the `Set-Cookie` that deletes one: the same attributes, and no time left.
pub(crate) fn delete(kind: Kind, secure: bool) -> Option<HeaderValue> {
    let mut cookie = base(kind, "", secure);
    cookie.set_max_age(Duration::ZERO);
    HeaderValue::try_from(cookie.to_string()).ok()
}

fn base(kind: Kind, value: &str, secure: bool) -> Cookie<'_> {
    Cookie::build((kind.name(secure), value))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Strict)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_equal_names_counts_and_case_matters() {
        let mut headers = HeaderMap::new();
        headers.insert(
            COOKIE,
            HeaderValue::from_static("Hallpass=a; hallpass=b; hallpass=c; =d"),
        );
        assert_eq!(Jar::read(&headers, false).session.as_deref(), Some("b"));
    }

    #[test]
    fn a_plain_cookie_does_not_pass_for_a_prefixed_one() {
        let mut headers = HeaderMap::new();
        headers.insert(
            COOKIE,
            HeaderValue::from_static("hallpass=a; =__Host-hallpass=b"),
        );
        assert_eq!(Jar::read(&headers, true).session, None);
    }
}
