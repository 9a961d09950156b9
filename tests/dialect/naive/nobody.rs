//! Who is nobody, though the answer is a success or a riddle.

use super::ANONYMOUS;
use crate::server::{Reply, Server};
use hallpass::machine::{Answer, Intent, Name};
use serde_json::json;

/// 1. "Not 401" is not "signed in".
#[test]
fn a_success_may_say_that_nobody_is_signed_in() {
    for (name, body) in [
        ("better-auth", json!(null)),
        ("auth-js", json!(null)),
        ("duende-bff", json!(null)),
        ("hanko", json!({ "is_valid": false })),
        (
            "curity-token-handler",
            json!({ "is_logged_in": false, "csrf": "x" }),
        ),
        (
            "wonderwall",
            json!({ "session": { "active": false }, "tokens": { "expire_in_seconds": 7 } }),
        ),
        ("oauth2-proxy", json!({})),
        ("django-session", json!({ "user": null })),
    ] {
        assert_eq!(Server::named(name).check(200, body), ANONYMOUS, "{name}");
    }
    // A redirect that was not followed.
    for name in [
        "express-session",
        "django-session",
        "spring-security",
        "laravel-sanctum",
    ] {
        let answer = Server::named(name).read(Intent::Check, 0, &Reply::empty(0));
        assert_eq!(answer, ANONYMOUS, "{name}");
    }
    // A page of HTML with status 200 says nothing at all.
    for preset in hallpass::dialect::presets::all() {
        let answer = Server(preset.to_json()).read(Intent::Check, 0, &Reply::empty(200));
        assert!(answer.is_err(), "{:?}", preset.name);
    }
}

/// 12. Whether a refresh cookie is left, only a refresh shows; after a logout nobody tries.
#[test]
fn nobody_or_somebody_lapsed_is_found_out_by_a_refresh() {
    let absent = "Missing cookie \"access_token_cookie\"";
    for (name, body) in [
        (
            "dj-rest-auth",
            json!({ "detail": "Authentication credentials were not provided." }),
        ),
        ("flask-jwt-extended", json!({ "msg": absent })),
        ("authx", json!({ "error_type": "MissingTokenError" })),
        (
            "fastify-jwt",
            json!({ "code": "FST_JWT_NO_AUTHORIZATION_IN_COOKIE" }),
        ),
    ] {
        let server = Server::named(name);
        let reply = Reply::json(401, body);
        assert_eq!(
            server.read(Intent::Check, 0, &reply),
            Ok(Answer::Expired),
            "{name}"
        );
        assert_eq!(
            server.read(Intent::Check, 0, &reply.leaving()),
            ANONYMOUS,
            "{name}"
        );
    }
}

/// A list of claims is an object once the page has folded it; the person is told by the subject alone.
#[test]
fn who_has_no_name_is_nobody() {
    for name in [
        "fastapi-users",
        "dj-rest-auth",
        "laravel-sanctum",
        "tower-sessions",
        "duende-bff",
        "better-auth",
    ] {
        for body in [
            json!({}),
            json!({ "detail": "welcome" }),
            json!({ "id": "", "pk": null, "sub": "" }),
        ] {
            let answer = Server::named(name).check(200, body);
            assert!(answer.is_err(), "{name} {answer:?}");
        }
    }
    assert_ne!(
        Server::named("dj-rest-auth")
            .facts(json!({ "pk": 0 }))
            .subject,
        Some(Name::NONE)
    );
}
