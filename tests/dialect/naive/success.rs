//! Answers whose status says one thing and whose body another, and bodies that have to be right.

use super::ANONYMOUS;
use crate::server::{LOGOUT, Reply, Server};
use hallpass::{
    dialect::presets,
    machine::{Answer, Intent},
};
use serde_json::json;

/// 5. A success that is a failure.
#[test]
fn a_success_may_say_that_it_failed() {
    let url = |query: &str| json!({ "url": format!("http://a.example/{query}") });
    for (name, intent, body, answer) in [
        (
            "auth-js",
            Intent::Login,
            url("auth/signin?error=CredentialsSignin&code=credentials"),
            Some(Answer::Refused),
        ),
        (
            "auth-js",
            Intent::Login,
            url("auth/error?error=Configuration"),
            None,
        ),
        (
            "auth-js",
            LOGOUT,
            url("auth/signin?error=Configuration"),
            None,
        ),
        (
            "auth-js",
            LOGOUT,
            url(""),
            Some(Answer::LoggedOut { elsewhere: false }),
        ),
        ("auth-js", LOGOUT, json!({}), None),
        (
            "supertokens",
            Intent::Login,
            json!({ "status": "WRONG_CREDENTIALS_ERROR" }),
            Some(Answer::Refused),
        ),
        (
            "supertokens",
            Intent::Login,
            json!({ "status": "FIELD_ERROR", "formFields": [] }),
            Some(Answer::Refused),
        ),
        (
            "supertokens",
            Intent::Login,
            json!({ "status": "SIGN_IN_NOT_ALLOWED" }),
            None,
        ),
        (
            "better-auth",
            Intent::Login,
            json!({ "redirect": false }),
            None,
        ),
    ] {
        let read = Server::named(name).read(intent, 0, &Reply::json(200, body.clone()));
        assert_eq!(read.ok(), answer, "{name} {body}");
    }
    for (name, body) in [
        ("auth-js", url("")),
        (
            "supertokens",
            json!({ "status": "OK", "user": { "id": "u" } }),
        ),
        (
            "better-auth",
            json!({ "redirect": false, "token": "t", "user": { "id": "u" } }),
        ),
    ] {
        let read = Server::named(name).read(Intent::Login, 0, &Reply::json(200, body));
        assert!(matches!(read, Ok(Answer::Session(_))), "{name} {read:?}");
    }
}

/// 8. Rotation: who asks for a session that has just been renewed elsewhere is told so, not refused.
#[test]
fn a_refresh_that_was_refused_ends_and_one_that_failed_does_not() {
    for (name, status, body) in [
        ("fastify-jwt", 401, json!({ "error": "reuse" })),
        (
            "supertokens",
            401,
            json!({ "message": "token theft detected" }),
        ),
        (
            "dj-rest-auth",
            401,
            json!({ "detail": "Token is blacklisted", "code": "token_not_valid" }),
        ),
        (
            "flask-jwt-extended",
            422,
            json!({ "msg": "Not enough segments" }),
        ),
        ("wonderwall", 401, json!(null)),
    ] {
        let server = Server::named(name);
        assert_eq!(
            server.read(Intent::Refresh, 0, &Reply::json(status, body)),
            ANONYMOUS,
            "{name}"
        );
        for status in [0, 400, 404, 429, 500, 502, 503] {
            let answer = server.read(Intent::Refresh, 0, &Reply::empty(status));
            assert!(answer.is_err(), "{name} {status}");
        }
    }
}

/// 9. What a body has to be: none, JSON that is empty, a form.
#[test]
fn each_request_has_the_body_that_its_server_reads() {
    let body = |name: &str, intent| Server::named(name).ask(intent, 0).unwrap()["body"].clone();
    assert!(body("fastify-jwt", Intent::Refresh).is_null());
    assert_eq!(body("aspnet-identity", LOGOUT), json!({}));
    assert_eq!(
        Server::named("fastapi-users")
            .ask(Intent::Login, 0)
            .unwrap()["form"],
        true
    );
    assert_eq!(
        body("fastapi-users", Intent::Login)["username"],
        json!({ "from": "email" })
    );
}

/// 11. A stale cookie makes dj-rest-auth refuse a login: that is not about the credentials.
#[test]
fn a_login_that_a_stale_cookie_refuses_is_not_refused() {
    let server = Server::named("dj-rest-auth");
    let stale = Reply::json(401, json!({ "code": "token_not_valid", "detail": "…" }));
    assert!(server.is_stale(&stale));
    let wrong = Reply::json(400, json!({ "non_field_errors": ["Unable to log in."] }));
    assert!(!server.is_stale(&wrong));
    assert_eq!(server.read(Intent::Login, 0, &wrong), Ok(Answer::Refused));
}

/// Credentials are posted once, but where the preset says that cookies may be in the way (P29).
#[test]
fn no_other_server_is_said_to_be_bothered_by_stale_cookies() {
    for preset in presets::all() {
        let says = preset.login.is_some_and(|login| !login.stale.is_empty());
        let name = preset.name.expect("ours have names");
        assert_eq!(says, name == "dj-rest-auth", "{name}");
    }
}
