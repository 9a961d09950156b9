//! `@fastify/jwt` in cookies, with a rotation of the application's own.
//!
//! The paths and the shape `{ user: { id, … }, exp }` are the application's.

use crate::dialect::preset::{Endpoint, Expiry, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let says = |code: &str| Sign::status(401).says("/code", code);
    let lapsed = "FST_JWT_AUTHORIZATION_TOKEN_EXPIRED";
    let absent = "FST_JWT_NO_AUTHORIZATION_IN_COOKIE";
    Preset::new("fastify-jwt", "/auth", Endpoint::at("/me"))
        .user("/user")
        .subject("/user/id")
        .expiry([
            Expiry::at("/exp", Unit::S),
            Expiry::at("/accessTokenExpiresIn", Unit::InS),
        ])
        .anonymous(says(absent).or(lapsed))
        .expired(says(absent).or(lapsed))
        .refresh(
            Endpoint::at("/refresh")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        )
        .login(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        )
        .logout(Step::to("/logout"))
        .words("/message")
}
