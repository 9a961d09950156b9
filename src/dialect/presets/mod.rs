//! The servers that we know: one declaration a file.
//!
//! Where a back end leaves paths and shapes to the application, the declaration has those of an example;
//! `overrides` of the npm package's functions, or the fields here, say what yours are.

mod aspnet_identity;
mod auth_js;
mod authx;
mod better_auth;
mod curity_token_handler;
mod dj_rest_auth;
mod django_allauth;
mod django_session;
mod duende_bff;
mod express_openid_connect;
mod express_session;
mod fastapi_users;
mod fastify_jwt;
mod fastify_secure_session;
mod flask_jwt_extended;
mod hallpass;
mod hanko;
mod kratos;
mod laravel_sanctum;
mod oauth2_proxy;
mod spring_security;
mod supertokens;
mod tower_sessions;
mod wonderwall;

use alloc::vec::Vec;

use super::preset::{HeaderPlace, Json, Place, Preset, Sign};

/// Returns all of them, in the order of the manual.
pub fn all() -> Vec<Preset> {
    [
        hallpass::preset,
        better_auth::preset,
        auth_js::preset,
        django_allauth::preset,
        django_session::preset,
        dj_rest_auth::preset,
        flask_jwt_extended::preset,
        fastapi_users::preset,
        authx::preset,
        express_session::preset,
        fastify_jwt::preset,
        fastify_secure_session::preset,
        express_openid_connect::preset,
        supertokens::preset,
        duende_bff::preset,
        curity_token_handler::preset,
        oauth2_proxy::preset,
        kratos::preset,
        hanko::preset,
        laravel_sanctum::preset,
        spring_security::preset,
        aspnet_identity::preset,
        wonderwall::preset,
        tower_sessions::preset,
    ]
    .map(|preset| preset())
    .into()
}

/// What an OAuth resource server says that wants a stronger or a more recent sign-in (RFC 9470 §3): its
/// body may be anything.
fn rfc9470() -> Sign {
    Sign {
        at: Some(Place::Header(HeaderPlace {
            header: "www-authenticate".into(),
            ..HeaderPlace::default()
        })),
        is: Json::has("insufficient_user_authentication").into(),
        ..Sign::status(401)
    }
}

/// Returns the one of this name.
pub fn named(name: &str) -> Option<Preset> {
    all()
        .into_iter()
        .find(|preset| preset.name.as_deref() == Some(name))
}
