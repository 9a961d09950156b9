//! Spring Security with `csrf.spa()` and `JSESSIONID`.
//!
//! The path of the session and `{ name }` are the application's. The token is cleared by login and
//! logout, and set anew by the next `GET`. A logout leads to a page.

use crate::dialect::preset::{Csrf, Endpoint, Json, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    // 0: without an entry point of the API's own, it leads to the sign-in page.
    let nobody = || Sign::status([401, 0]);
    Preset {
        subject: Some("/name".into()),
        anonymous: nobody().into(),
        expired: nobody().into(),
        csrf: Some(Csrf {
            cookie: Some("XSRF-TOKEN".into()),
            prime: Some("/api/me".into()),
            header: Some("X-XSRF-TOKEN".into()),
            rejected: Sign::status(403).into(),
            ..Csrf::default()
        }),
        login: Some(
            Endpoint::at("/login")
                .body(Json::object([
                    ("username", Json::given("username")),
                    ("password", Json::given("password")),
                ]))
                .form()
                .ok(Sign::default())
                .refused(Sign::status(401)),
        ),
        // Which leads to a page: a sign of nobody, so of success.
        logout: Step::to("/logout").into(),
        ..Preset::new("spring-security", "", Endpoint::at("/api/me"))
    }
}
