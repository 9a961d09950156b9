//! NextAuth.js 4, with the Credentials provider.
//!
//! As [`auth_js`](super::auth_js), its successor, but for three things: `{}` says that no user is signed in, a body has to ask for
//! an answer in JSON, and a wrong password is a 401.

use crate::dialect::preset::{
    Csrf, Endpoint, Expiry, Json, Limit, LoginPage, Preset, Sign, Step, Unit,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let went_on = || {
        let tells = Sign::default().lacks("/url", Json::has("error="));
        tells.lacks("/url", Json::has("csrf=true"))
    };
    let json = ("json", Json::from("true"));
    Preset::new("next-auth", "/api/auth", Endpoint::at("/session"))
        .user("/user")
        .subject("/user/email")
        .expiry(Expiry {
            // It still accepts, and extends, a token that lapsed so many seconds ago.
            tolerance: Some(15.0),
            ..Expiry::at("/expires", Unit::Iso).of(Limit::Idle)
        })
        .authenticated(Sign::default().lacks("/expires", Json::Null))
        .anonymous(Sign::value("", Json::object([])))
        .expired(Sign::status(401))
        .touch(Endpoint::at("/session").method("GET"))
        .csrf(Csrf {
            prime: Some("/csrf".into()),
            at: Some("/csrfToken".into()),
            field: Some("csrfToken".into()),
            rejected: Sign::value("/url", Json::has("csrf=true")).into(),
            ..Csrf::default()
        })
        .login(
            Endpoint::at("/callback/credentials")
                .body(Json::object([
                    json.clone(),
                    ("email", Json::given("email")),
                    ("username", Json::given("username")),
                    ("password", Json::given("password")),
                ]))
                .ok(went_on())
                .refused(Sign::status(401)),
        )
        .login_page(LoginPage {
            path: "/signin".into(),
            return_to: Some("callbackUrl".into()),
            ..LoginPage::default()
        })
        .logout(
            Step::to("/signout")
                .body(Json::object([json]))
                .ok(went_on()),
        )
}
