//! express-session, with passport or without, and csrf-csrf.
//!
//! The paths and the shape `{ user: { id, … }, expires }` are the application's. With `rolling`, add
//! `touch: { path: '/me', method: 'GET' }` and make the limit `of: 'idle'`.

use crate::dialect::preset::{Csrf, Endpoint, Expiry, Preset, Sign, Step, Trust, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("express-session", "", Endpoint::at("/me"))
        .user("/user")
        .subject("/user/id")
        .expiry(Expiry::at("/expires", Unit::Iso).trust(Trust::Lower))
        .anonymous([
            Sign::status(401),
            // Where a guard of the application redirects to, if it does.
            Sign::leads_to("/login"),
        ])
        .expired(Sign::status([401, 0]))
        .csrf(Csrf {
            prime: Some("/csrf".into()),
            at: Some("/csrfToken".into()),
            header: Some("x-csrf-token".into()),
            rejected: [
                Sign::status(403).says("/code", "EBADCSRFTOKEN"),
                Sign::status(403).json(false),
            ]
            .into(),
            ..Csrf::default()
        })
        .login(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        )
        .logout(Step::to("/logout"))
}
