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
mod next_auth;
mod oauth2_proxy;
mod spring_security;
mod supertokens;
mod tower_sessions;
mod wonderwall;

use alloc::vec::Vec;

use super::preset::{HeaderPlace, Json, Place, Preset, Sign};

/// Makes of each declaration a function of [`Preset`], so that an application pays for those that it names, and the list
/// of all.
macro_rules! known {
    ($($server:ident $name:literal)*) => {
        /// The servers that we know. What each has to have set, and what it cannot do, says its page in the manual
        /// (`docs/servers`).
        impl Preset {$(
            #[doc = concat!("Returns how `", $name, "` is spoken to.")]
            #[must_use]
            pub fn $server() -> Self {
                $server::preset()
            }
        )*}

        /// Returns all of them, in the order of the manual.
        pub fn all() -> Vec<Preset> {
            [$(Preset::$server),*].map(|preset| preset()).into()
        }
    };
}
known! {
    hallpass "hallpass"
    better_auth "better-auth"
    auth_js "auth-js"
    next_auth "next-auth"
    django_allauth "django-allauth"
    django_session "django-session"
    dj_rest_auth "dj-rest-auth"
    flask_jwt_extended "flask-jwt-extended"
    fastapi_users "fastapi-users"
    authx "authx"
    express_session "express-session"
    fastify_jwt "fastify-jwt"
    fastify_secure_session "fastify-secure-session"
    express_openid_connect "express-openid-connect"
    supertokens "supertokens"
    duende_bff "duende-bff"
    curity_token_handler "curity-token-handler"
    oauth2_proxy "oauth2-proxy"
    kratos "kratos"
    hanko "hanko"
    laravel_sanctum "laravel-sanctum"
    spring_security "spring-security"
    aspnet_identity "aspnet-identity"
    wonderwall "wonderwall"
    tower_sessions "tower-sessions"
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
