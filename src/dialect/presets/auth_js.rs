//! Auth.js (`@auth/express` and its siblings), with the Credentials provider.
//!
//! Every reading of the session extends it, and there is no way to ask without. Failures come with
//! status 200, in the query of the address that it would have gone on to.

use crate::dialect::preset::{
    Csrf, Endpoint, Expiry, Json, Limit, LoginPage, Preset, Sign, Step, Unit, texts,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let returned = [("X-Auth-Return-Redirect", "1")];
    let failed = |how: &str| Sign::value("/url", Json::has(how));
    let went_on = || Sign::default().lacks("/url", Json::has("error="));
    Preset {
        user: Some("/user".into()),
        subject: Some("/user/email".into()),
        expiry: Expiry {
            // It still accepts, and extends, a token that lapsed so many seconds ago.
            tolerance: Some(15.0),
            ..Expiry::at("/expires", Unit::Iso).of(Limit::Idle)
        }
        .into(),
        authenticated: Sign::default().lacks("/expires", Json::Null).into(),
        anonymous: Sign::value("", Json::Null).into(),
        expired: Sign::status(401).into(),
        touch: Some(Endpoint::at("/session").method("GET")),
        csrf: Some(Csrf {
            prime: Some("/csrf".into()),
            at: Some("/csrfToken".into()),
            field: Some("csrfToken".into()),
            rejected: failed("error=MissingCSRF").into(),
            ..Csrf::default()
        }),
        login: Some(Endpoint {
            headers: texts(returned),
            ..Endpoint::at("/callback/credentials")
                .ok(went_on())
                .refused(failed("error=CredentialsSignin"))
        }),
        login_page: Some(LoginPage {
            path: "/signin".into(),
            return_to: Some("callbackUrl".into()),
            ..LoginPage::default()
        }),
        logout: Step {
            headers: texts(returned),
            ..Step::to("/signout").ok(went_on())
        }
        .into(),
        ..Preset::new("auth-js", "/auth", Endpoint::at("/session"))
    }
}
