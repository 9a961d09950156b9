//! `FastAPI` Users, with the cookie transport and the JWT strategy.
//!
//! Nothing renews its token and nothing tells when it ends: say so with
//! `expiry: { assume: lifetime_seconds }`, or let its refusals show it.

use crate::dialect::preset::{Endpoint, Json, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("fastapi-users", "", Endpoint::at("/users/me"))
        .subject("/id")
        .anonymous(Sign::status(401))
        .expired(Sign::status(401))
        .login(
            Endpoint::at("/auth/jwt/login")
                .body(Json::object([
                    ("username", Json::given("email")),
                    ("password", Json::given("password")),
                ]))
                .form()
                .ok(Sign::default())
                .refused(Sign::status(400))
                // Of a router made with `requires_verification=True`.
                .incomplete(Sign::status(400).says("/detail", "LOGIN_USER_NOT_VERIFIED")),
        )
        .logout(Step::to("/auth/jwt/logout"))
        .words("/detail")
}
