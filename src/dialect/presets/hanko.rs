//! Hanko: signing in is the matter of its elements, sessions end when they end.

use crate::dialect::preset::{Endpoint, Expiry, Preset, Sign, Step, Unit};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("hanko", "", Endpoint::at("/sessions/validate"))
        .user("/claims")
        .subject("/user_id")
        .expiry(Expiry::at("/expiration_time", Unit::Iso))
        .authenticated(Sign::value("/is_valid", true))
        .anonymous(Sign::value("/is_valid", false))
        .expired(Sign::status(401))
        .touch(Endpoint::at("/sessions/validate"))
        .logout(Step::to("/logout"))
}
