//! The `hallpass` contract: what a server written for it speaks.

use crate::dialect::preset::{
    Csrf, Endpoint, Expiry, Handle, Json, Limit, LoginPage, Preset, Sign, Step,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let error = |status: u16, code: &str| Sign::status(status).says("/error", code);
    let limit = |at: &str, of| Expiry {
        at: Some(at.into()),
        of,
        ..Expiry::default()
    };
    Preset::new("hallpass", "/auth", Endpoint::at("/session"))
        .header("X-CSRF", "1")
        .user("/claims")
        .subject("/subject")
        .handle(Handle::at("/session").header("Hallpass-Session"))
        .expiry([
            limit("/expires_in", None),
            limit("/idle_expires_in", Some(Limit::Idle)),
            limit("/absolute_expires_in", Some(Limit::Absolute)),
        ])
        .authenticated(Sign::value("/authenticated", true))
        .anonymous(Sign::value("/authenticated", false))
        .expired(error(401, "session_expired"))
        .over(error(401, "session_ended"))
        .step_up(error(401, "insufficient_user_authentication"))
        .mismatch(error(409, "session_mismatch"))
        .csrf(Csrf::default().rejected(error(403, "csrf")))
        .refresh(Endpoint::at("/refresh"))
        .touch(Endpoint::at("/touch"))
        .login(Endpoint::at("/login").refused(error(401, "invalid_credentials")))
        .login_page(LoginPage {
            path: "/login".into(),
            return_to: Some("return_to".into()),
            acr_values: Some("acr_values".into()),
            max_age: Some("max_age".into()),
        })
        .logout([
            Step {
                everywhere: Some(Json::object([("everywhere", true.into())])),
                ok: Sign::default().json(true).into(),
                return_to: Some("return_to".into()),
                ..Step::to("/logout")
            },
            Step::to_what_is("/logout_url").navigate(),
        ])
        .words("/error_description")
}
