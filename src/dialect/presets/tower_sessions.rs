//! tower-sessions (and axum-login).
//!
//! The paths and the shape `{ id, … expires_at }` are the application's. Its refusals have no body,
//! and its `expiry_date` counts from now, though nothing was extended.

use crate::dialect::preset::{Endpoint, Expiry, Preset, Sign, Step, Trust, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset {
        subject: Some("/id".into()),
        expiry: Expiry::at("/expires_at", Unit::S)
            .trust(Trust::Upper)
            .into(),
        anonymous: Sign::status(401).into(),
        expired: Sign::status(401).into(),
        login: Some(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        ),
        logout: Step::to("/logout").into(),
        ..Preset::new("tower-sessions", "", Endpoint::at("/me"))
    }
}
