//! Reading, renewing and leaving, where one request is not all it takes.

use hallpass::machine::{Answer, Intent, Name};
use serde_json::json;

use super::ANONYMOUS;
use super::answers::allauth;
use crate::server::{LOGOUT, Reply, Server};

/// 7. Reading extends: where one can ask without, one does; the idle limit is what is extended.
#[test]
fn where_reading_extends_asking_and_touching_differ() {
    for (name, query) in [("better-auth", "disableRefresh"), ("duende-bff", "slide")] {
        let server = Server::named(name);
        let (asked, touched) = (server.ask(Intent::Check, 0), server.ask(Intent::Touch, 0));
        assert!(asked.unwrap()["query"][query].is_string(), "{name}");
        assert!(touched.unwrap()["query"].is_null(), "{name}");
        assert_eq!(server.0["expiry"]["of"], "idle", "{name}");
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

/// 10. A logout is not one POST.
#[test]
fn a_logout_is_read_as_its_server_means_it() {
    let out = |elsewhere| Ok(Answer::LoggedOut { elsewhere });
    let logout =
        |name: &str, step, reply: Reply| Server::named(name).read(LOGOUT, step, &reply.leaving());
    assert_eq!(
        Server::named("django-allauth").ask(LOGOUT, 0).unwrap()["method"],
        "DELETE"
    );
    assert_eq!(
        logout("django-allauth", 0, Reply::json(401, allauth(false))),
        ANONYMOUS
    );
    // Already out, say several with 401.
    for name in ["fastapi-users", "dj-rest-auth", "kratos", "duende-bff"] {
        assert_eq!(
            logout(name, 0, Reply::json(401, json!({ "detail": "x" }))),
            ANONYMOUS,
            "{name}"
        );
    }
    assert_eq!(logout("spring-security", 0, Reply::empty(0)), ANONYMOUS);
    assert_eq!(logout("fastapi-users", 0, Reply::empty(204)), out(false));
    let kratos =
        json!({ "logout_token": "t", "logout_url": "http://a/self-service/logout?token=t" });
    assert_eq!(logout("kratos", 0, Reply::json(200, kratos)), out(false));
    assert!(Server::named("kratos").goes_on(LOGOUT, 0));
    assert_eq!(logout("kratos", 1, Reply::empty(204)), out(false));
    let curity = json!({ "logout_url": "https://id.example/logout" });
    assert_eq!(
        logout("curity-token-handler", 0, Reply::json(200, curity)),
        out(true)
    );
    let duende = json!({ "sub": "7", "bff:logout_url": "/bff/logout?sid=1" });
    assert_eq!(logout("duende-bff", 0, Reply::json(200, duende)), out(true));
    assert_eq!(
        Server::named("duende-bff").ask(LOGOUT, 1).unwrap()["ends"],
        true
    );
    // 403 is not out.
    for name in ["django-allauth", "kratos", "better-auth"] {
        assert_ne!(
            logout(name, 0, Reply::json(403, json!({}))),
            out(false),
            "{name}"
        );
    }
}

/// 11. A stale cookie makes dj-rest-auth refuse a login: that is not about the credentials.
#[test]
fn a_login_that_a_stale_cookie_refuses_is_not_refused() {
    let server = Server::named("dj-rest-auth");
    let stale = Reply::json(401, json!({ "code": "token_not_valid", "detail": "…" }));
    assert_eq!(server.read(Intent::Login, 0, &stale), Ok(Answer::Expired));
    let wrong = Reply::json(400, json!({ "non_field_errors": ["Unable to log in."] }));
    assert_eq!(server.read(Intent::Login, 0, &wrong), Ok(Answer::Refused));
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
