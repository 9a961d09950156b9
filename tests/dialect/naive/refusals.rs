//! What a refusal refuses, and the tokens that it may be about.

use super::allauth;
use crate::server::{LOGOUT, Reply, Server};
use hallpass::machine::{Answer, Intent, Verdict};
use serde_json::{Value, json};

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
            "better-auth",
            403,
            says("code", "SESSION_NOT_FRESH"),
            Verdict::StepUp,
        ),
        (
            "better-auth",
            403,
            says("code", "YOU_ARE_NOT_ALLOWED"),
            Verdict::Passed,
        ),
        (
            "flask-jwt-extended",
            401,
            says("msg", "Fresh token required"),
            Verdict::StepUp,
        ),
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

/// What stands before an OAuth resource server hands on what that says (RFC 9470 §3), whatever its body.
#[test]
fn a_challenge_for_a_stronger_sign_in_is_no_expiry() {
    let challenge =
        |text| Reply::empty(401).header("www-authenticate", &format!("Bearer error=\"{text}\""));
    for name in [
        "duende-bff",
        "curity-token-handler",
        "oauth2-proxy",
        "wonderwall",
    ] {
        let server = Server::named(name);
        let step_up = challenge("insufficient_user_authentication");
        assert_eq!(server.judge(&step_up), Verdict::StepUp, "{name}");
        let lapsed = challenge("invalid_token");
        assert_eq!(server.judge(&lapsed), Verdict::Expired, "{name}");
    }
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

/// 3. A token that no longer fits is fetched anew: whatever else such an answer could mean.
#[test]
fn a_rejected_token_comes_before_all_else() {
    for (name, intent, reply) in [
        (
            "auth-js",
            LOGOUT,
            Reply::json(
                200,
                json!({ "url": "http://a/auth/signin?error=MissingCSRF" }),
            ),
        ),
        (
            "auth-js",
            Intent::Login,
            Reply::json(
                200,
                json!({ "url": "http://a/auth/signin?error=MissingCSRF" }),
            ),
        ),
        ("django-allauth", LOGOUT, Reply::empty(403)),
        (
            "flask-jwt-extended",
            Intent::Refresh,
            Reply::json(401, json!({ "msg": "Missing CSRF token" })),
        ),
        (
            "express-session",
            Intent::Login,
            Reply::json(403, json!({ "code": "EBADCSRFTOKEN" })),
        ),
        ("express-session", LOGOUT, Reply::empty(403)),
        ("laravel-sanctum", Intent::Login, Reply::empty(419)),
        (
            "spring-security",
            LOGOUT,
            Reply::json(403, json!({ "error": "Forbidden" })),
        ),
    ] {
        let answer = Server::named(name).read(intent, 0, &reply);
        assert_eq!(answer, Ok(Answer::CsrfRejected), "{name} {intent:?}");
    }
}

/// 4. Where the token comes from, and where it goes.
#[test]
fn each_server_has_its_token_where_it_has_it() {
    let csrf = |name: &str| Server::named(name).0["csrf"].clone();
    let laravel = csrf("laravel-sanctum");
    assert_eq!(
        (&laravel["cookie"], &laravel["header"]),
        (&json!("XSRF-TOKEN"), &json!("X-XSRF-TOKEN"))
    );
    assert_eq!(
        (&laravel["decode"], &laravel["prime"]),
        (&json!(true), &json!("/sanctum/csrf-cookie"))
    );
    let authjs = csrf("auth-js");
    assert_eq!(
        (&authjs["prime"], &authjs["at"]),
        (&json!("/csrf"), &json!("/csrfToken"))
    );
    assert_eq!(
        (&authjs["field"], &authjs["header"]),
        (&json!("csrfToken"), &Value::Null)
    );
    let flask = csrf("flask-jwt-extended");
    assert_eq!(flask["cookie"], "csrf_access_token");
    assert_eq!(flask["refreshCookie"], "csrf_refresh_token");
    for (name, header) in [
        ("duende-bff", "X-CSRF"),
        ("curity-token-handler", "token-handler-version"),
        ("supertokens", "rid"),
    ] {
        assert!(
            Server::named(name).0["headers"][header].is_string(),
            "{name}"
        );
        assert!(csrf(name).is_null(), "{name}");
    }
}

/// 13. Each preset that reads a cookie names it, and a path that sets it where it may be missing.
#[test]
fn a_cookie_that_may_be_missing_can_be_asked_for() {
    for name in [
        "django-allauth",
        "django-session",
        "laravel-sanctum",
        "spring-security",
    ] {
        assert!(Server::named(name).0["csrf"]["prime"].is_string(), "{name}");
    }
}
