//! express-openid-connect: sign-in and sign-out are navigations.
//!
//! It renews every cookie that it answers with, and has no refresh of its own; a route of yours that
//! calls `accessToken.refresh()` becomes one with
//! `refresh: { path: '/refresh', ok: {}, refused: { status: 401 } }`.

use crate::dialect::preset::{Endpoint, LoginPage, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    // 0: it leads to the identity provider whoever does not ask for JSON.
    let nobody = || Sign::status([401, 0]);
    Preset {
        user: Some("/user".into()),
        subject: Some("/user/sub".into()),
        anonymous: nobody().into(),
        expired: nobody().into(),
        login_page: Some(LoginPage {
            path: "/login".into(),
            ..LoginPage::default()
        }),
        logout: [
            Step::to("/profile").method("GET"),
            Step {
                ends: true,
                ..Step::to("/logout").navigate()
            },
        ]
        .into(),
        ..Preset::new("express-openid-connect", "", Endpoint::at("/profile"))
    }
}
