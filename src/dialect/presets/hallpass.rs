//! The `hallpass` contract: what a server written for it speaks.

use crate::dialect::preset::{
    Csrf, Endpoint, Expiry, Handle, Json, Limit, LoginPage, Preset, Sign, Step, texts,
};

impl Preset {
    /// Returns the `hallpass` contract: what a server written for it speaks.
    #[must_use]
    pub fn hallpass() -> Self {
        preset()
    }
}

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let error = |status: u16, code: &str| Sign::status(status).says("/error", code);
    let limit = |at: &str, of| Expiry {
        at: Some(at.into()),
        of,
        ..Expiry::default()
    };
    Preset {
        headers: texts([("X-CSRF", "1")]),
        user: Some("/claims".into()),
        subject: Some("/subject".into()),
        handle: Some(Handle {
            at: "/session".into(),
            header: Some("Hallpass-Session".into()),
        }),
        expiry: [
            limit("/expires_in", None),
            limit("/idle_expires_in", Some(Limit::Idle)),
            limit("/absolute_expires_in", Some(Limit::Absolute)),
        ]
        .into(),
        authenticated: Sign::value("/authenticated", true).into(),
        anonymous: Sign::value("/authenticated", false).into(),
        expired: error(401, "session_expired").into(),
        over: error(401, "session_ended").into(),
        step_up: error(401, "insufficient_user_authentication").into(),
        mismatch: error(409, "session_mismatch").into(),
        csrf: Some(Csrf {
            rejected: error(403, "csrf").into(),
            ..Csrf::default()
        }),
        refresh: Some(Endpoint::at("/refresh")),
        touch: Some(Endpoint::at("/touch")),
        login: Some(Endpoint::at("/login").refused(error(401, "invalid_credentials"))),
        login_page: Some(LoginPage {
            path: "/login".into(),
            return_to: Some("return_to".into()),
            acr_values: Some("acr_values".into()),
            max_age: Some("max_age".into()),
        }),
        logout: [
            Step {
                everywhere: Some(Json::object([("everywhere", true.into())])),
                ok: Sign::default().json(true).into(),
                return_to: Some("return_to".into()),
                ..Step::to("/logout")
            },
            Step::to_what_is("/logout_url").navigate(),
        ]
        .into(),
        words: Some("/error_description".into()),
        ..Preset::new("hallpass", "/auth", Endpoint::at("/session"))
    }
}
