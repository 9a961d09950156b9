//! Hanko: signing in is the matter of its elements, sessions end when they end.

use crate::dialect::preset::{Endpoint, Expiry, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset {
        user: Some("/claims".into()),
        subject: Some("/user_id".into()),
        expiry: Expiry::at("/expiration_time", Unit::Iso).into(),
        authenticated: Sign::value("/is_valid", true).into(),
        anonymous: Sign::value("/is_valid", false).into(),
        expired: Sign::status(401).into(),
        touch: Some(Endpoint::at("/sessions/validate")),
        logout: Step::to("/logout").into(),
        ..Preset::new("hanko", "", Endpoint::at("/sessions/validate"))
    }
}
