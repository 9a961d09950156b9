//! `@fastify/secure-session`: the session is the cookie, encrypted.
//!
//! The paths and the shape `{ user: { id, … }, expiresAtMs }` are the application's, and so is 403 where
//! no user is signed in.

use crate::dialect::preset::{Endpoint, Expiry, Limit, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("fastify-secure-session", "", Endpoint::at("/session"))
        .user("/user")
        .subject("/user/id")
        .expiry(Expiry::at("/expiresAtMs", Unit::Ms).of(Limit::Idle))
        .anonymous(Sign::status([401, 403]))
        .expired(Sign::status([401, 403]))
        .touch(Endpoint::at("/touch").ok(Sign::default()))
        .login(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        )
        .logout(Step::to("/logout"))
        .words("/message")
}
