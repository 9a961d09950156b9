//! Duende BFF: sign-in and sign-out are navigations, tokens are renewed on the server.

use super::rfc9470;
use crate::dialect::preset::{
    Endpoint, Expiry, Handle, Json, Limit, LoginPage, Preset, Sign, Step, Unit, texts,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset {
        headers: texts([("X-CSRF", "1")]),
        pairs: Some(["type".into(), "value".into()]),
        subject: Some("/sub".into()),
        handle: Some(Handle {
            at: "/sid".into(),
            header: None,
        }),
        expiry: Expiry::at("/bff:session_expires_in", Unit::InS)
            .of(Limit::Idle)
            .into(),
        anonymous: [Sign::status(401), Sign::value("", Json::Null)].into(),
        expired: Sign::status(401).into(),
        // Of an API behind it.
        step_up: rfc9470().into(),
        touch: Some(Endpoint::at("/user").method("GET")),
        login_page: Some(LoginPage {
            path: "/login".into(),
            return_to: Some("returnUrl".into()),
            ..LoginPage::default()
        }),
        logout: [
            Step {
                query: texts([("slide", "false")]),
                ..Step::to("/user").method("GET")
            },
            Step {
                ends: true,
                return_to: Some("returnUrl".into()),
                ..Step::to_what_is("/bff:logout_url").navigate()
            },
        ]
        .into(),
        ..Preset::new(
            "duende-bff",
            "/bff",
            Endpoint::at("/user").query("slide", "false"),
        )
    }
}
