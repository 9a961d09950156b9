//! better-auth, with email and password.
//!
//! Its session endpoint moves the end of the session whenever it is read, once `updateAge` has
//! passed, unless asked not to; so asking is one request and touching another.

use crate::dialect::preset::{
    Csrf, Endpoint, Expiry, Handle, Json, Limit, Preset, Sign, Step, Unit,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new(
        "better-auth",
        "/api/auth",
        Endpoint::at("/get-session").query("disableRefresh", "true"),
    )
    .user("/user")
    .subject("/user/id")
    .handle(Handle::at("/session/id"))
    .expiry(Expiry::at("/session/expiresAt", Unit::Iso).of(Limit::Idle))
    .anonymous(Sign::value("", Json::Null))
    .expired(Sign::status(401))
    // Where `freshAge` guards a route.
    .step_up(Sign::status(403).says("/code", "SESSION_NOT_FRESH"))
    .touch(Endpoint::at("/get-session").method("GET"))
    // It compares the origin and wants no token: a refusal is a matter of `trustedOrigins`.
    .csrf(
        Csrf::default().rejected(
            Sign::status(403)
                .says("/code", "INVALID_ORIGIN")
                .or("MISSING_OR_NULL_ORIGIN"),
        ),
    )
    .login(
        Endpoint::at("/sign-in/email")
            .ok(Sign::default().lacks("/user/id", Json::Null))
            .refused(Sign::status(401))
            .incomplete([
                Sign::value("/twoFactorRedirect", true),
                Sign::status(403).says("/code", "EMAIL_NOT_VERIFIED"),
            ]),
    )
    .logout(Step::to("/sign-out"))
    .words("/message")
}
