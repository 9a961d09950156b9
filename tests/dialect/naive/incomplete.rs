//! Right credentials after which more is wanted, as the real packages say it (P29).

use crate::server::{Reply, Server};
use hallpass::machine::{Answer, Code, Intent};
use serde_json::{Value, json};

/// The server, the answer to the credentials, and the answer to wrong ones.
fn cases() -> Vec<(&'static str, u16, Value, u16, Value)> {
    let wrong = json!({ "message": "Invalid" });
    vec![
        (
            "better-auth",
            200,
            json!({ "twoFactorRedirect": true, "twoFactorMethods": ["totp"] }),
            401,
            wrong.clone(),
        ),
        (
            "better-auth",
            403,
            json!({ "code": "EMAIL_NOT_VERIFIED", "message": "Email not verified" }),
            401,
            wrong.clone(),
        ),
        (
            "django-allauth",
            401,
            json!({ "status": 401, "data": { "flows": [{ "id": "mfa_authenticate", "is_pending": true }] }, "meta": { "is_authenticated": false } }),
            400,
            json!({ "status": 400, "errors": [{ "message": "…", "code": "email_password_mismatch" }] }),
        ),
        (
            "laravel-sanctum",
            200,
            json!({ "two_factor": true }),
            422,
            wrong.clone(),
        ),
        (
            "aspnet-identity",
            401,
            json!({ "status": 401, "detail": "RequiresTwoFactor" }),
            401,
            json!({ "status": 401, "detail": "Failed" }),
        ),
        (
            "aspnet-identity",
            401,
            json!({ "status": 401, "detail": "NotAllowed" }),
            401,
            json!({ "status": 401, "detail": "Lockedout" }),
        ),
        (
            "dj-rest-auth",
            200,
            json!({ "ephemeral_token": "1:abc", "mfa_required": true }),
            400,
            json!({ "non_field_errors": ["Unable to log in with provided credentials."] }),
        ),
        (
            "dj-rest-auth",
            400,
            json!({ "non_field_errors": ["E-mail is not verified."] }),
            400,
            json!({ "non_field_errors": ["Unable to log in with provided credentials."] }),
        ),
        (
            "fastapi-users",
            400,
            json!({ "detail": "LOGIN_USER_NOT_VERIFIED" }),
            400,
            json!({ "detail": "LOGIN_BAD_CREDENTIALS" }),
        ),
    ]
}

#[test]
fn what_is_wanted_beside_the_credentials_is_neither_a_success_nor_a_refusal() {
    for (name, status, body, refused, wrong) in cases() {
        let server = Server::named(name);
        let error = server
            .read(Intent::Login, 0, &Reply::json(status, body))
            .expect_err(name);
        assert_eq!(
            (error.code(), error.status()),
            (Code::LoginIncomplete, status),
            "{name}"
        );
        let answer = server.read(Intent::Login, 0, &Reply::json(refused, wrong));
        assert_eq!(answer, Ok(Answer::Refused), "{name}");
    }
}

#[test]
fn a_sign_in_without_a_second_factor_succeeds_though_the_answer_speaks_of_one() {
    let server = Server::named("laravel-sanctum");
    let reply = Reply::json(200, json!({ "two_factor": false }));
    assert!(matches!(
        server.read(Intent::Login, 0, &reply),
        Ok(Answer::Session(_))
    ));
}

#[test]
fn a_session_endpoint_that_wants_a_stronger_sign_in_says_so_by_its_code() {
    for (name, status, body) in [
        ("supertokens", 403, json!({ "message": "invalid claim" })),
        (
            "kratos",
            403,
            json!({ "error": { "id": "session_aal2_required" } }),
        ),
    ] {
        let error = Server::named(name)
            .read(Intent::Check, 0, &Reply::json(status, body))
            .expect_err(name);
        assert_eq!(error.code(), Code::StepUpRequired, "{name}");
    }
}
