//! Auth.js (`@auth/express` and its siblings), with the Credentials provider.
//!
//! Every reading of the session extends it, and there is no way to ask without. Failures come with
//! status 200, in the query of the address that it would have gone on to.

use crate::dialect::preset::{
    Csrf, Endpoint, Expiry, Json, Limit, LoginPage, Preset, Sign, Step, Unit,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let returned = [("X-Auth-Return-Redirect", "1")];
    let failed = |how: &str| Sign::value("/url", Json::has(how));
    let went_on = || Sign::default().lacks("/url", Json::has("error="));
    Preset::new("auth-js", "/auth", Endpoint::at("/session"))
        .user("/user")
        .subject("/user/email")
        .expiry(Expiry {
            // It still accepts, and extends, a token that lapsed so many seconds ago.
            tolerance: Some(15.0),
            ..Expiry::at("/expires", Unit::Iso).of(Limit::Idle)
        })
        .authenticated(Sign::default().lacks("/expires", Json::Null))
        .anonymous(Sign::value("", Json::Null))
        .expired(Sign::status(401))
        .touch(Endpoint::at("/session").method("GET"))
        .csrf(Csrf {
            prime: Some("/csrf".into()),
            at: Some("/csrfToken".into()),
            field: Some("csrfToken".into()),
            rejected: failed("error=MissingCSRF").into(),
            ..Csrf::default()
        })
        .login(Endpoint {
            headers: returned.into(),
            ..Endpoint::at("/callback/credentials")
                .ok(went_on())
                .refused(failed("error=CredentialsSignin"))
        })
        .login_page(LoginPage {
            path: "/signin".into(),
            return_to: Some("callbackUrl".into()),
            ..LoginPage::default()
        })
        .logout(Step {
            headers: returned.into(),
            ..Step::to("/signout").ok(went_on())
        })
}
