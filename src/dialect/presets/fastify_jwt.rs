//! `@fastify/jwt` in cookies, with a rotation of the application's own.
//!
//! The paths and the shape `{ user: { id, … }, exp }` are the application's.

use crate::dialect::preset::{Endpoint, Expiry, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let says = |code: &str| Sign::status(401).says("/code", code);
    let lapsed = "FST_JWT_AUTHORIZATION_TOKEN_EXPIRED";
    let absent = "FST_JWT_NO_AUTHORIZATION_IN_COOKIE";
    Preset {
        user: Some("/user".into()),
        subject: Some("/user/id".into()),
        expiry: [
            Expiry::at("/exp", Unit::S),
            Expiry::at("/accessTokenExpiresIn", Unit::InS),
        ]
        .into(),
        anonymous: says(absent).or(lapsed).into(),
        expired: says(absent).or(lapsed).into(),
        refresh: Some(
            Endpoint::at("/refresh")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        ),
        login: Some(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        ),
        logout: Step::to("/logout").into(),
        words: Some("/message".into()),
        ..Preset::new("fastify-jwt", "/auth", Endpoint::at("/me"))
    }
}
