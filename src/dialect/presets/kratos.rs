//! Ory Kratos: sign-in is a flow of its own pages, sign-out takes two requests.

use crate::dialect::preset::{Endpoint, Expiry, Handle, LoginPage, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("kratos", "", Endpoint::at("/sessions/whoami"))
        .user("/identity")
        .subject("/identity/id")
        .handle(Handle::at("/id"))
        .expiry(Expiry::at("/expires_at", Unit::Iso))
        .authenticated(Sign::value("/active", true))
        .anonymous([Sign::status(401), Sign::value("/active", false)])
        .expired(Sign::status(401))
        .step_up(Sign::status([401, 403]).says("/error/id", "session_aal2_required"))
        .login_page(LoginPage {
            path: "/self-service/login/browser".into(),
            return_to: Some("return_to".into()),
            // `aal2` is what a step-up asks for.
            acr_values: Some("aal".into()),
            ..LoginPage::default()
        })
        .logout([
            Step::to("/self-service/logout/browser").method("GET"),
            Step::to_what_is("/logout_url").method("GET"),
        ])
        .words("/error/reason")
}
