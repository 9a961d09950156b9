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
    Preset {
        user: Some("/user".into()),
        subject: Some("/user/id".into()),
        expiry: Expiry::at("/exp", Unit::S).into(),
        anonymous: lapsed().into(),
        expired: lapsed().into(),
        csrf: Some(Csrf {
            cookie: Some("csrf_access_token".into()),
            refresh_cookie: Some("csrf_refresh_token".into()),
            header: Some("X-CSRF-TOKEN".into()),
            rejected: says(401, "CSRFError").into(),
            ..Csrf::default()
        }),
        refresh: Some(
            Endpoint::at("/refresh")
                .ok(Sign::default())
                .refused(Sign::status([401, 422])),
        ),
        login: Some(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status([400, 401])),
        ),
        logout: Step::to("/logout").into(),
        words: Some("/message".into()),
        ..Preset::new("authx", "", Endpoint::at("/me"))
    }
}
