//! oauth2-proxy: it renews on the server, tells no end, and signs in and out by navigation.

use super::rfc9470;
use crate::dialect::preset::{Endpoint, Json, LoginPage, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("oauth2-proxy", "/oauth2", Endpoint::at("/userinfo"))
        .subject("/user")
        .anonymous([Sign::status(401), Sign::value("", Json::object([]))])
        .expired(Sign::status(401))
        // Of an API behind it.
        .step_up(rfc9470())
        .login_page(LoginPage {
            path: "/start".into(),
            return_to: Some("rd".into()),
            ..LoginPage::default()
        })
        .logout([
            Step::to("/userinfo").method("GET"),
            Step {
                ends: true,
                return_to: Some("rd".into()),
                ..Step::to("/sign_out").navigate()
            },
        ])
}
