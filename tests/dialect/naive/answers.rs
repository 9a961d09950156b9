//! What a success and a refusal mean, of which naive clients know one kind each.

use hallpass::machine::{Intent, Verdict};
use serde_json::{Value, json};

use super::ANONYMOUS;
use crate::server::{Reply, Server};

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

/// 2. 401 is not "expired", and "expired" is not 401.
#[test]
#[allow(clippy::too_many_lines)] // a table
fn a_refusal_is_read_for_what_it_refuses() {
    let says = |key: &str, word: &str| json!({ key: word });
    for (name, status, body, verdict) in [
        (
            "flask-jwt-extended",
            401,
            says("msg", "Token has expired"),
            Verdict::Expired,
        ),
        (
            "flask-jwt-extended",
            401,
            says("msg", "Missing CSRF token"),
            Verdict::CsrfRejected,
        ),
        (
            "flask-jwt-extended",
            401,
            says("msg", "CSRF double submit tokens do not match"),
            Verdict::CsrfRejected,
        ),
        (
            "flask-jwt-extended",
            401,
            says("msg", "Token has been revoked"),
            Verdict::Over,
        ),
        (
            "flask-jwt-extended",
            401,
            says("msg", "Wrong PIN"),
            Verdict::Passed,
        ),
        (
            "authx",
            422,
            says("error_type", "TokenExpiredError"),
            Verdict::Expired,
        ),
        ("authx", 422, json!({ "detail": [] }), Verdict::Passed),
        (
            "supertokens",
            401,
            says("message", "try refresh token"),
            Verdict::Expired,
        ),
        (
            "supertokens",
            401,
            says("message", "unauthorised"),
            Verdict::Passed,
        ),
        (
            "supertokens",
            403,
            says("message", "invalid claim"),
            Verdict::StepUp,
        ),
        (
            "laravel-sanctum",
            419,
            says("message", "CSRF token mismatch."),
            Verdict::CsrfRejected,
        ),
        (
            "laravel-sanctum",
            401,
            says("message", "Unauthenticated."),
            Verdict::Expired,
        ),
        (
            "fastify-secure-session",
            403,
            says("error", "Forbidden"),
            Verdict::Expired,
        ),
        (
            "fastify-jwt",
            401,
            says("code", "FST_JWT_AUTHORIZATION_TOKEN_EXPIRED"),
            Verdict::Expired,
        ),
        (
            "fastify-jwt",
            401,
            says("code", "FST_JWT_BAD_REQUEST"),
            Verdict::Passed,
        ),
        (
            "kratos",
            403,
            json!({ "error": { "id": "session_aal2_required" } }),
            Verdict::StepUp,
        ),
        (
            "kratos",
            403,
            json!({ "error": { "id": "forbidden" } }),
            Verdict::Passed,
        ),
        ("django-allauth", 401, allauth(true), Verdict::StepUp),
        ("django-allauth", 401, allauth(false), Verdict::Expired),
        (
            "dj-rest-auth",
            403,
            says("detail", "CSRF Failed: CSRF cookie not set."),
            Verdict::CsrfRejected,
        ),
        (
            "dj-rest-auth",
            403,
            says("detail", "You do not have permission."),
            Verdict::Passed,
        ),
    ] {
        assert_eq!(
            Server::named(name).api(status, body.clone()),
            verdict,
            "{name} {body}"
        );
    }
    // Django says it by a page.
    for name in ["django-allauth", "django-session"] {
        assert_eq!(
            Server::named(name).judge(&Reply::empty(403)),
            Verdict::CsrfRejected
        );
        assert_eq!(
            Server::named(name).api(403, json!({ "detail": "no" })),
            Verdict::Passed
        );
    }
}

pub(super) fn allauth(is_authenticated: bool) -> Value {
    json!({
        "status": 401,
        "data": { "flows": [{ "id": "login" }] },
        "meta": { "is_authenticated": is_authenticated },
    })
}

/// 2b. A confirmation that is wanted is no end of a session, and no session either.
#[test]
fn a_step_up_at_the_session_endpoint_neither_ends_nor_makes_one() {
    for (name, status, body) in [
        ("django-allauth", 401, allauth(true)),
        (
            "kratos",
            403,
            json!({ "error": { "id": "session_aal2_required" } }),
        ),
        (
            "kratos",
            401,
            json!({ "error": { "id": "session_aal2_required" } }),
        ),
    ] {
        assert!(Server::named(name).check(status, body).is_err(), "{name}");
    }
}
