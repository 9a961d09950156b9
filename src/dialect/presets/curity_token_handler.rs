//! Curity's token handler (OAuth agent).
//!
//! One signs in with two requests around a navigation, which is the application's part.

use super::rfc9470;
use crate::dialect::preset::{Endpoint, Expiry, Preset, Sign, Step, Unit, texts};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset {
        headers: texts([("token-handler-version", "1")]),
        user: Some("/id_token_claims".into()),
        subject: Some("/id_token_claims/sub".into()),
        expiry: Expiry::at("/access_token_expires_in", Unit::InS).into(),
        authenticated: Sign::value("/is_logged_in", true).into(),
        anonymous: Sign::value("/is_logged_in", false).into(),
        expired: Sign::status(401).into(),
        // Of an API behind it.
        step_up: rfc9470().into(),
        refresh: Some(
            Endpoint::at("/refresh")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        ),
        logout: [
            Step::to("/logout"),
            Step::to_what_is("/logout_url").navigate(),
        ]
        .into(),
        words: Some("/detailed_error".into()),
        ..Preset::new(
            "curity-token-handler",
            "/oauth-agent",
            Endpoint::at("/session"),
        )
    }
}
