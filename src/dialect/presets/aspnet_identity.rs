//! The identity API endpoints of ASP.NET Core, with cookies.
//!
//! The cookie slides at half of its life with any request, and nothing tells its end. `/logout` is the
//! endpoint that the documentation has you add, with its body.

use crate::dialect::preset::{Endpoint, Json, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("aspnet-identity", "", Endpoint::at("/manage/info"))
        .subject("/email")
        .anonymous(Sign::status(401))
        .expired(Sign::status(401))
        .login(
            Endpoint::at("/login")
                .query("useCookies", "true")
                .ok(Sign::default())
                .refused(Sign::status(401))
                // `NotAllowed`: an address or a number is yet to be confirmed.
                .incomplete(
                    Sign::status(401)
                        .says("/detail", "RequiresTwoFactor")
                        .or("NotAllowed"),
                ),
        )
        .logout(Step::to("/logout").body(Json::object([])))
        .words("/detail")
}
