//! Duende BFF: sign-in and sign-out are navigations, tokens are renewed on the server.

use super::rfc9470;
use crate::dialect::preset::{
    Endpoint, Expiry, Handle, Json, Limit, LoginPage, Preset, Sign, Step, Unit,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new(
        "duende-bff",
        "/bff",
        Endpoint::at("/user").query("slide", "false"),
    )
    .header("X-CSRF", "1")
    .pairs("type", "value")
    .subject("/sub")
    .handle(Handle::at("/sid"))
    .expiry(Expiry::at("/bff:session_expires_in", Unit::InS).of(Limit::Idle))
    .anonymous([Sign::status(401), Sign::value("", Json::Null)])
    .expired(Sign::status(401))
    // Of an API behind it.
    .step_up(rfc9470())
    .touch(Endpoint::at("/user").method("GET"))
    .login_page(LoginPage {
        path: "/login".into(),
        return_to: Some("returnUrl".into()),
        ..LoginPage::default()
    })
    .logout([
        Step {
            query: [("slide", "false")].into(),
            ..Step::to("/user").method("GET")
        },
        Step {
            ends: true,
            return_to: Some("returnUrl".into()),
            ..Step::to_what_is("/bff:logout_url").navigate()
        },
    ])
}
