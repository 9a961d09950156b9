//! Where tokens come from, and what fails although its status says otherwise.

use crate::server::{LOGOUT, Reply, Server};
use hallpass::machine::{Answer, Intent};
use serde_json::{Value, json};

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
