//! The contracts that break naive clients, one test each, from what real servers answered.
//!
//! What an answer means is decided here; how a token is kept, a form written or a cookie decoded is the
//! page's part, and tested with it (`tests/npm/servers.test.mjs`).

use hallpass::machine::{Answer, Intent, Name, Verdict};
use serde_json::{Value, json};

use crate::server::{LOGOUT, NOW, Reply, Server, facts};

const ANONYMOUS: Result<Answer, hallpass::machine::Failure> = Ok(Answer::Anonymous);

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

fn allauth(is_authenticated: bool) -> Value {
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

/// 6. The end of a session, however it is written.
#[test]
fn an_end_is_read_however_it_is_written() {
    let in_8_s = |facts: hallpass::machine::Facts| {
        [
            facts.expires_in,
            facts.idle_expires_in,
            facts.absolute_expires_in,
        ]
        .into_iter()
        .flatten()
        .next()
    };
    let user = json!({ "id": "7", "name": "Ann" });
    // NOW is 2026-11-23T08:30:00Z.
    for (name, body) in [
        (
            "better-auth",
            json!({ "session": { "id": "s", "expiresAt": "2026-11-23T08:30:08.000Z" }, "user": user }),
        ),
        (
            "django-session",
            json!({ "user": user, "expires_at": "2026-11-23T08:30:08.000999+00:00" }),
        ),
        (
            "kratos",
            json!({ "id": "s", "active": true, "identity": user, "expires_at": "2026-11-23T08:30:08.000999999Z" }),
        ),
        (
            "hanko",
            json!({ "is_valid": true, "user_id": "7", "claims": user, "expiration_time": "2026-11-23T02:30:08-06:00" }),
        ),
        (
            "fastify-jwt",
            json!({ "user": user, "exp": NOW / 1000.0 + 8.0 }),
        ),
        (
            "fastify-secure-session",
            json!({ "user": user, "expiresAtMs": NOW + 8000.0 }),
        ),
        (
            "curity-token-handler",
            json!({ "is_logged_in": true, "id_token_claims": { "sub": "7" }, "access_token_expires_in": 8 }),
        ),
        (
            "wonderwall",
            json!({ "session": { "active": true, "ends_in_seconds": -1 }, "tokens": { "expire_in_seconds": 8 } }),
        ),
        (
            "duende-bff",
            json!({ "sub": "7", "bff:session_expires_in": 8 }),
        ),
    ] {
        assert_eq!(
            in_8_s(Server::named(name).facts(body)),
            Some(8_000),
            "{name}"
        );
    }
    // It accepts, and extends, what lapsed up to 15 seconds ago.
    let authjs =
        json!({ "user": { "email": "a@a.example" }, "expires": "2026-11-23T08:30:08.000Z" });
    assert_eq!(in_8_s(Server::named("auth-js").facts(authjs)), Some(23_000));
    // Base64 of {"uid":"7","ate":…,"up":{}} in a header.
    use base64::{Engine, engine::general_purpose::STANDARD};
    let token = STANDARD.encode(json!({ "uid": "7", "ate": NOW + 8000.0, "up": {} }).to_string());
    let reply = Reply::json(200, json!({})).header("front-token", &token);
    let supertokens = Server::named("supertokens").read(Intent::Refresh, 0, &reply);
    assert_eq!(in_8_s(facts(supertokens)), Some(8_000));
}

/// 6b. What has no end, or a nonsensical one, has none.
#[test]
fn a_sentinel_is_no_end() {
    let session = |expires_at: Value| json!({ "id": "s", "active": true, "identity": { "id": "7" }, "expires_at": expires_at });
    for nothing in [
        json!("0001-01-01T00:00:00Z"),
        json!("never"),
        json!(""),
        json!(null),
        json!(-1),
        json!(1e12),
        json!(["2026-11-23T08:30:08Z"]),
    ] {
        let facts = Server::named("kratos").facts(session(nothing.clone()));
        assert_eq!(facts.expires_in, None, "{nothing}");
    }
    for name in ["django-allauth", "fastapi-users", "oauth2-proxy"] {
        let body = json!({ "meta": { "is_authenticated": true }, "data": { "user": { "id": 1 } }, "id": 1, "user": "a" });
        assert_eq!(Server::named(name).facts(body).expires_in, None, "{name}");
    }
    let assumed = Server::named("fastapi-users").with(&json!({ "expiry": { "assume": 3600 } }));
    assert_eq!(
        assumed.facts(json!({ "id": "7" })).expires_in,
        Some(3_600_000)
    );
}

/// 6c. Django and tower-sessions count from every answer, though nothing was extended.
#[test]
fn an_end_that_moves_by_itself_is_not_believed() {
    let server = Server::named("django-session");
    let body = json!({ "user": { "id": 7 }, "expires_in": 8 });
    let heard = |reply: Reply| facts(server.read(Intent::Check, 0, &reply)).expires_in;
    assert_eq!(heard(Reply::json(200, body.clone())), Some(8_000));
    assert_eq!(
        heard(Reply::json(200, body.clone()).granted_for(6.0)),
        Some(6_000)
    );
    assert_eq!(heard(Reply::json(200, body).granted_for(60.0)), Some(8_000));
}

/// 6d. dj-rest-auth tells at login and refresh alone.
#[test]
fn an_end_that_only_a_refresh_tells_is_remembered() {
    let server = Server::named("dj-rest-auth");
    let renewed = Reply::json(
        200,
        json!({ "access": "x", "access_expiration": "2026-11-23T08:35:00Z" }),
    );
    let told = facts(server.read(Intent::Refresh, 0, &renewed));
    assert_eq!((told.expires_in, told.subject), (Some(300_000), None));
    let user = Reply::json(200, json!({ "pk": 7, "username": "ann" }));
    let known = facts(server.read(Intent::Refresh, 1, &user.clone().granted_for(300.0)));
    assert_eq!(known.expires_in, Some(300_000));
    assert!(known.subject.is_some());
    assert_eq!(facts(server.read(Intent::Check, 0, &user)).expires_in, None);
}

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

/// 13. Each preset that reads a cookie names the one to read, and a path that sets it where it may be
/// missing.
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
