//! `SuperTokens` with cookies and `antiCsrf: "VIA_CUSTOM_HEADER"`.
//!
//! Its SDK has no endpoint for who is signed in: the one here is yours, answering
//! `{ userId, sessionHandle, accessTokenPayload }`. When the access token ends stands in a response
//! header. A refresh without the header that proves its origin would end the session.

use crate::dialect::preset::{
    Endpoint, Expiry, Handle, HeaderPlace, Json, Place, Preset, Sign, Step, Unit,
};

/// Returns its declaration.
pub(super) fn preset() -> Preset {
    let says = |word: &str| Sign::status(401).says("/message", word);
    let told = |of: &str| Sign::value("/status", of);
    let field = |name: &str| Json::object([("id", name.into()), ("value", Json::given(name))]);
    Preset::new("supertokens", "/auth", Endpoint::at("/me"))
        .header("rid", "anti-csrf")
        .user("/accessTokenPayload")
        .subject("/userId")
        .handle(Handle::at("/sessionHandle"))
        .expiry([
            Expiry {
                at: Some(Place::Header(HeaderPlace {
                    header: "front-token".into(),
                    base64: true,
                    at: Some("/ate".into()),
                })),
                unit: Some(Unit::Ms),
                ..Expiry::default()
            },
            Expiry::at("/accessTokenPayload/exp", Unit::S),
        ])
        .anonymous(says("unauthorised"))
        .expired(says("try refresh token"))
        .step_up(Sign::status(403).says("/message", "invalid claim"))
        .refresh(
            Endpoint::at("/session/refresh")
                .ok(Sign::default())
                .refused(Sign::status(401)),
        )
        .login(
            Endpoint::at("/signin")
                .body(Json::object([(
                    "formFields",
                    [field("email"), field("password")].into(),
                )]))
                .ok(told("OK"))
                .refused(told("WRONG_CREDENTIALS_ERROR").or("FIELD_ERROR")),
        )
        .logout(Step::to("/signout"))
        .words("/message")
}
