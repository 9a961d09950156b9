//! better-auth, with email and password.
//!
//! Its session endpoint moves the end of the session whenever it is read, once `updateAge` has
//! passed, unless asked not to; so asking is one request and touching another.

use crate::dialect::preset::{
    Csrf, Endpoint, Expiry, Handle, Json, Limit, Preset, Sign, Step, Unit,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset {
        user: Some("/user".into()),
        subject: Some("/user/id".into()),
        handle: Some(Handle {
            at: "/session/id".into(),
            header: None,
        }),
        expiry: Expiry::at("/session/expiresAt", Unit::Iso)
            .of(Limit::Idle)
            .into(),
        anonymous: Sign::value("", Json::Null).into(),
        expired: Sign::status(401).into(),
        // Where `freshAge` guards a route.
        step_up: Sign::status(403).says("/code", "SESSION_NOT_FRESH").into(),
        touch: Some(Endpoint::at("/get-session").method("GET")),
        // It compares the origin and wants no token: a refusal is a matter of `trustedOrigins`.
        csrf: Some(Csrf {
            rejected: Sign::status(403)
                .says("/code", "INVALID_ORIGIN")
                .or("MISSING_OR_NULL_ORIGIN")
                .into(),
            ..Csrf::default()
        }),
        login: Some(
            Endpoint::at("/sign-in/email")
                .ok(Sign::default().lacks("/user/id", Json::Null))
                .refused(Sign::status(401)),
        ),
        logout: Step::to("/sign-out").into(),
        words: Some("/message".into()),
        ..Preset::new(
            "better-auth",
            "/api/auth",
            Endpoint::at("/get-session").query("disableRefresh", "true"),
        )
    }
}
