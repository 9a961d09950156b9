//! Spring Security with `csrf.spa()` and `JSESSIONID`.
//!
//! The path of the session and `{ name }` are the application's. The token is cleared by login and
//! logout, and set anew by the next `GET`. A logout leads to a page.

use crate::dialect::preset::{Csrf, Endpoint, Json, Preset, Sign, Step};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    Preset::new("spring-security", "", Endpoint::at("/api/me"))
        .subject("/name")
        .anonymous([
            Sign::status(401),
            // The page of `formLogin`, where the API has no entry point of its own.
            Sign::leads_to("/login"),
        ])
        .expired(Sign::status([401, 0]))
        .csrf(Csrf {
            cookie: Some("XSRF-TOKEN".into()),
            prime: Some("/api/me".into()),
            header: Some("X-XSRF-TOKEN".into()),
            rejected: Sign::status(403).into(),
            ..Csrf::default()
        })
        .login(
            Endpoint::at("/login")
                .body(Json::object([
                    ("username", Json::given("username")),
                    ("password", Json::given("password")),
                ]))
                .form()
                .ok(Sign::default())
                .refused(Sign::status(401)),
        )
        .logout(Step::to("/logout"))
}
