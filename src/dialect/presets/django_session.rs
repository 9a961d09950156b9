//! Django's own sessions, behind JSON views of the application.
//!
//! The paths and the shape `{ user: { id, … }, expires_at }` are what such views may look like.

use crate::dialect::preset::{Csrf, Endpoint, Expiry, Json, Preset, Sign, Step, Trust, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("django-session", "/api", Endpoint::at("/session"))
        .user("/user")
        .subject("/user/id")
        .expiry([
            Expiry::at("/expires_at", Unit::Iso),
            // `get_expiry_age` counts from now, though nothing was extended.
            Expiry::at("/expires_in", Unit::InS).trust(Trust::Upper),
        ])
        .anonymous([
            Sign::status(401),
            // What `login_required` leads to: `LOGIN_URL`.
            Sign::leads_to("/accounts/login/"),
            Sign::value("/user", Json::Null),
        ])
        .expired(Sign::status([401, 0]))
        .csrf(Csrf {
            cookie: Some("csrftoken".into()),
            prime: Some("/csrf".into()),
            header: Some("X-CSRFToken".into()),
            rejected: Sign::status(403).json(false).into(),
            ..Csrf::default()
        })
        .login(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status([400, 401])),
        )
        .logout(Step::to("/logout"))
}
