//! The identity API endpoints of ASP.NET Core, with cookies.
//!
//! The cookie slides at half of its life with any request, and nothing tells its end. `/logout` is the
//! endpoint that the documentation has you add, with its body.

use crate::dialect::preset::{Endpoint, Json, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset {
        subject: Some("/email".into()),
        anonymous: Sign::status([401, 0]).into(),
        expired: Sign::status(401).into(),
        login: Some(
            Endpoint::at("/login")
                .query("useCookies", "true")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        ),
        logout: Step::to("/logout").body(Json::object([])).into(),
        words: Some("/detail".into()),
        ..Preset::new("aspnet-identity", "", Endpoint::at("/manage/info"))
    }
}
