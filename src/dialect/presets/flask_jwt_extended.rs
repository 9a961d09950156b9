//! flask-jwt-extended, tokens in cookies.
//!
//! The paths and the shape `{ user: { id, … }, exp }` are the application's. 401 means an expired
//! token, a missing cookie, a revoked token and a missing CSRF token; the words tell.

use crate::dialect::preset::{Csrf, Endpoint, Expiry, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let says = |word: &str| Sign::status(401).says("/msg", word);
    let lapsed = "Token has expired";
    // Which may have lapsed with its token, and a refresh cookie may be left.
    let absent = "Missing cookie \"access_token_cookie\"";
    Preset {
        user: Some("/user".into()),
        subject: Some("/user/id".into()),
        expiry: Expiry::at("/exp", Unit::S).into(),
        anonymous: says(absent).or(lapsed).into(),
        expired: says(absent).or(lapsed).into(),
        over: says("Token has been revoked").into(),
        // Where a view wants `fresh=True`: no refresh brings that.
        step_up: says("Fresh token required").into(),
        csrf: Some(Csrf {
            cookie: Some("csrf_access_token".into()),
            refresh_cookie: Some("csrf_refresh_token".into()),
            header: Some("X-CSRF-TOKEN".into()),
            rejected: says("Missing CSRF token")
                .or("CSRF double submit tokens do not match")
                .into(),
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
        words: Some("/msg".into()),
        ..Preset::new("flask-jwt-extended", "", Endpoint::at("/session"))
    }
}
