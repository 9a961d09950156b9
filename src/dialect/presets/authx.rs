//! `AuthX`, tokens in cookies.
//!
//! The paths and the shape `{ user: { id, … }, exp }` are the application's. An expired token is 422; a
//! missing cookie and a missing CSRF token are the same 401.

use crate::dialect::preset::{Csrf, Endpoint, Expiry, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let says = |status: u16, kind: &str| Sign::status(status).says("/error_type", kind);
    let lapsed = || {
        [
            says(422, "TokenExpiredError"),
            says(401, "MissingTokenError"),
        ]
    };
    Preset::new("authx", "", Endpoint::at("/me"))
        .user("/user")
        .subject("/user/id")
        .expiry(Expiry::at("/exp", Unit::S))
        .anonymous(lapsed())
        .expired(lapsed())
        .csrf(Csrf {
            cookie: Some("csrf_access_token".into()),
            refresh_cookie: Some("csrf_refresh_token".into()),
            header: Some("X-CSRF-TOKEN".into()),
            rejected: says(401, "CSRFError").into(),
            ..Csrf::default()
        })
        .refresh(
            Endpoint::at("/refresh")
                .ok(Sign::default())
                .refused(Sign::status([401, 422])),
        )
        .login(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status([400, 401])),
        )
        .logout(Step::to("/logout"))
        .words("/message")
}
