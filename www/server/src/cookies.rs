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
use crate::refusal::Refusal;

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
    /// A sign-in by the provider that is under way, sealed.
    Login,
    /// What marks a browser that signed in before; it opens nothing.
    Known,
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
            (Self::Login, true) => "__Host-hallpass-login",
            (Self::Login, false) => "hallpass-login",
            (Self::Known, true) => "__Host-hallpass-known",
            (Self::Known, false) => "hallpass-known",
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
    /// A sign-in by the provider that is under way.
    pub(crate) login: Option<String>,
    /// The mark of a browser that signed in before.
    pub(crate) known: Option<String>,
}

impl Jar {
    /// Reads the cookies; names are compared by case, and the first of two equals counts.
    pub(crate) fn read(headers: &HeaderMap, secure: bool) -> Self {
        let mut jar = Self::default();
        // Octets: a foreign cookie that is no ASCII, or no UTF-8, leaves ours readable.
        let lines = headers.get_all(COOKIE).iter();
        let lines = lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
        for cookie in lines.flat_map(Cookie::split_parse).flatten() {
            let slot = match cookie.name() {
                name if name == Kind::Session.name(secure) => &mut jar.session,
                name if name == Kind::Access.name(secure) => &mut jar.access,
                name if name == Kind::Refresh.name(secure) => &mut jar.refresh,
                name if name == Kind::Form.name(secure) => &mut jar.form,
                name if name == Kind::Login.name(secure) => &mut jar.login,
                name if name == Kind::Known.name(secure) => &mut jar.known,
                _ => continue,
            };
            slot.get_or_insert_with(|| cookie.value().to_owned());
        }
        jar
    }
}

/// What browsers keep of name and value together; they drop a longer cookie whole, in silence
/// (rfc6265bis section 5.6).
const LONGEST: usize = 4096;

impl Fresh {
    /// Refuses a cookie that no browser would keep.
    pub(crate) fn fits(&self, secure: bool) -> Result<(), Refusal> {
        let size = self.kind.name(secure).len() + self.value.len();
        if size > LONGEST {
            return Err(Refusal::Oversized(size));
        }
        Ok(())
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
    // The provider is another site: it leads back by a navigation, on which `Strict` would stay away.
    let same_site = match kind {
        Kind::Login => SameSite::Lax,
        Kind::Session | Kind::Access | Kind::Refresh | Kind::Form | Kind::Known => SameSite::Strict,
    };
    Cookie::build((kind.name(secure), value))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(same_site)
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
    fn a_foreign_cookie_of_any_octets_leaves_ours_readable() {
        for foreign in [
            &b"caf\xc3\xa9=cr\xc3\xa8me"[..],
            b"x=\xff\xfe\x80",
            b"\xe9",
            b"a=b=c",
        ] {
            let line = [foreign, b"; hallpass=a; ", foreign].concat();
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, HeaderValue::from_bytes(&line).expect("is a header"));
            assert_eq!(
                Jar::read(&headers, false).session.as_deref(),
                Some("a"),
                "{foreign:?}"
            );
        }
    }

    #[test]
    fn a_cookie_of_4096_octets_fits_and_one_more_does_not() {
        let fresh = |length: usize| Fresh {
            kind: Kind::Access,
            value: "x".repeat(length - Kind::Access.name(true).len()),
            keep: None,
        };
        assert!(fresh(4096).fits(true).is_ok());
        assert!(matches!(
            fresh(4097).fits(true),
            Err(Refusal::Oversized(4097))
        ));
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
