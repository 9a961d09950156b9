//! dj-rest-auth with `SimpleJWT` in `HttpOnly` cookies.
//!
//! Only login and refresh tell when the access token ends. Whether a refresh cookie is there, only a
//! refresh shows: without an access cookie the answer is the same for everybody.

use crate::dialect::preset::{Csrf, Endpoint, Expiry, Json, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("dj-rest-auth", "/dj-rest-auth", Endpoint::at("/user/"))
        .subject("/pk")
        .expiry(Expiry::at("/access_expiration", Unit::Iso))
        .anonymous(Sign::status(401))
        .expired(Sign::status(401))
        .csrf(Csrf {
            cookie: Some("csrftoken".into()),
            header: Some("X-CSRFToken".into()),
            rejected: Sign::status(403).says("/detail", Json::has("CSRF")).into(),
            ..Csrf::default()
        })
        .refresh(
            Endpoint::at("/token/refresh/")
                .ok(Sign::default().json(true))
                .refused(Sign::status(401)),
        )
        .login(
            Endpoint::at("/login/")
                .ok(Sign::default().json(true))
                .refused(Sign::status(400))
                .incomplete([
                    // `dj_rest_auth.mfa`: the code goes to `/mfa/verify/`, with the answer's `ephemeral_token`.
                    Sign::value("/mfa_required", true),
                    // `dj_rest_auth.registration` has no code for it, only these words, in English.
                    Sign::status(400).says("/non_field_errors/0", "E-mail is not verified."),
                ])
                // Its views judge an access cookie even where none is needed.
                .stale(Sign::status(401)),
        )
        .logout(Step::to("/logout/"))
        .words("/non_field_errors/0")
}
