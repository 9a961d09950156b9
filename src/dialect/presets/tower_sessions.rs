//! tower-sessions (and axum-login).
//!
//! The paths and the shape `{ id, … expires_at }` are the application's. Its refusals have no body,
//! and its `expiry_date` counts from now, though nothing was extended.

use crate::dialect::preset::{Endpoint, Expiry, Preset, Sign, Step, Trust, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("tower-sessions", "", Endpoint::at("/me"))
        .subject("/id")
        .expiry(Expiry::at("/expires_at", Unit::S).trust(Trust::Upper))
        .anonymous(Sign::status(401))
        .expired(Sign::status(401))
        .login(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        )
        .logout(Step::to("/logout"))
}
