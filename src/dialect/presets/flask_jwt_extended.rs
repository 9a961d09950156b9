//! flask-jwt-extended, tokens in cookies.
//!
//! The paths and the shape `{ user: { id, … }, exp }` are the application's. 401 means an expired
//! token, a missing cookie, a revoked token and a missing CSRF token; the words tell.

use crate::dialect::preset::{Csrf, Endpoint, Expiry, Json, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let says = |word: &str| Sign::status(401).says("/msg", word);
    let lapsed = "Token has expired";
    // Which may have lapsed with its token, and a refresh cookie may be left. The name of the cookie follows, and
    // before it come the other places where the server looks for a token.
    let absent = || says(lapsed).or(Json::has("Missing cookie \""));
    Preset::new("flask-jwt-extended", "", Endpoint::at("/session"))
        .user("/user")
        .subject("/user/id")
        .expiry(Expiry::at("/exp", Unit::S))
        .anonymous(absent())
        .expired(absent())
        .over(says("Token has been revoked"))
        // Where a view wants `fresh=True`: no refresh brings that.
        .step_up(says("Fresh token required"))
        .csrf(Csrf {
            cookie: Some("csrf_access_token".into()),
            refresh_cookie: Some("csrf_refresh_token".into()),
            header: Some("X-CSRF-TOKEN".into()),
            rejected: says("Missing CSRF token")
                .or("CSRF double submit tokens do not match")
                .into(),
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
        .words("/msg")
}
