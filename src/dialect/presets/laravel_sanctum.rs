//! Laravel Sanctum, as an SPA.
//!
//! The CSRF cookie is URL-encoded, its header decoded, and 419 means that it no longer fits, which a
//! session that ended shows too.

use crate::dialect::preset::{Csrf, Endpoint, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("laravel-sanctum", "", Endpoint::at("/api/user"))
        .subject("/id")
        .anonymous(Sign::status(401))
        .expired(Sign::status(401))
        .csrf(Csrf {
            cookie: Some("XSRF-TOKEN".into()),
            decode: true,
            prime: Some("/sanctum/csrf-cookie".into()),
            header: Some("X-XSRF-TOKEN".into()),
            rejected: Sign::status(419).into(),
            ..Csrf::default()
        })
        .login(
            Endpoint::at("/login")
                .ok(Sign::default())
                .refused(Sign::status(422))
                // Fortify, of an account with a second factor.
                .incomplete(Sign::value("/two_factor", true)),
        )
        .logout(Step::to("/logout"))
        .words("/message")
}
