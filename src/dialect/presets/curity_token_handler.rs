//! Curity's token handler (OAuth agent).
//!
//! One signs in with two requests around a navigation, which is the application's part.

use super::rfc9470;
use crate::dialect::preset::{Endpoint, Expiry, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new(
        "curity-token-handler",
        "/oauth-agent",
        Endpoint::at("/session"),
    )
    .header("token-handler-version", "1")
    .user("/id_token_claims")
    .subject("/id_token_claims/sub")
    .expiry(Expiry::at("/access_token_expires_in", Unit::InS))
    .authenticated(Sign::value("/is_logged_in", true))
    .anonymous(Sign::value("/is_logged_in", false))
    .expired(Sign::status(401))
    // Of an API behind it.
    .step_up(rfc9470())
    .refresh(
        Endpoint::at("/refresh")
            .ok(Sign::default())
            .refused(Sign::status(401)),
    )
    .logout([
        Step::to("/logout"),
        Step::to_what_is("/logout_url").navigate(),
    ])
    .words("/detailed_error")
}
