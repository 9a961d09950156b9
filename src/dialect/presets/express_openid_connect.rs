//! express-openid-connect: sign-in and sign-out are navigations.
//!
//! It renews every cookie that it answers with, and has no refresh of its own; a route of yours that
//! calls `accessToken.refresh()` becomes one with
//! `refresh: { path: '/refresh', ok: {}, refused: { status: 401 } }`.

use crate::dialect::preset::{Endpoint, LoginPage, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("express-openid-connect", "", Endpoint::at("/profile"))
        .user("/user")
        .subject("/user/sub")
        .anonymous(Sign::status(401))
        // 0: a request that does not ask for JSON is led to the identity provider.
        .expired(Sign::status([401, 0]))
        .login_page(LoginPage {
            path: "/login".into(),
            ..LoginPage::default()
        })
        .logout([
            Step::to("/profile").method("GET"),
            Step {
                ends: true,
                ..Step::to("/logout").navigate()
            },
        ])
}
