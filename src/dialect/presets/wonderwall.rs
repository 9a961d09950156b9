//! NAIS Wonderwall: two clocks, and no name of the user.
//!
//! A refresh answers with the session, also within a minute after another one, when it does nothing.

use super::rfc9470;
use crate::dialect::preset::{Endpoint, Expiry, Limit, LoginPage, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("wonderwall", "/oauth2", Endpoint::at("/session"))
        .user("/session")
        .expiry([
            Expiry::at("/tokens/expire_in_seconds", Unit::InS),
            Expiry::at("/session/timeout_in_seconds", Unit::InS).of(Limit::Idle),
            Expiry::at("/session/ends_in_seconds", Unit::InS).of(Limit::Absolute),
        ])
        .authenticated(Sign::value("/session/active", true))
        .anonymous([Sign::status(401), Sign::value("/session/active", false)])
        .expired(Sign::status(401))
        // Of an API behind it.
        .step_up(rfc9470())
        .refresh(Endpoint::at("/session/refresh").refused(Sign::status(401)))
        .login_page(LoginPage {
            path: "/login".into(),
            return_to: Some("redirect".into()),
            acr_values: Some("level".into()),
            ..LoginPage::default()
        })
        .logout(Step::to("/logout/local").method("GET"))
}
