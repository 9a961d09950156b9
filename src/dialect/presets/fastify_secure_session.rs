//! `@fastify/secure-session`: the session is the cookie, encrypted.
//!
//! The paths and the shape `{ user: { id, … }, expiresAtMs }` are the application's, and so is 403 for
//! nobody.

use crate::dialect::preset::{Endpoint, Expiry, Limit, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset {
        user: Some("/user".into()),
        subject: Some("/user/id".into()),
        expiry: Expiry::at("/expiresAtMs", Unit::Ms).of(Limit::Idle).into(),
        anonymous: Sign::status([401, 403]).into(),
        expired: Sign::status([401, 403]).into(),
        touch: Some(Endpoint::at("/touch").ok(Sign::default())),
        login: Some(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        ),
        logout: Step::to("/logout").into(),
        words: Some("/message".into()),
        ..Preset::new("fastify-secure-session", "", Endpoint::at("/session"))
    }
}
