//! Who is nobody, though the answer is a success or a riddle.

use super::ANONYMOUS;
use crate::server::{Reply, Server};
use hallpass::{
    dialect::presets,
    machine::{Answer, Error, Intent, Name, Verdict},
};
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
    // A redirect to the sign-in page of the server.
    for (name, page) in SIGN_IN_PAGES {
        assert_eq!(led(&Server::named(name), page), ANONYMOUS, "{name}");
    }
    // A page of HTML with status 200 says nothing at all.
    for preset in presets::all() {
        let answer = Server(preset.to_json()).read(Intent::Check, 0, &Reply::empty(200));
        assert!(answer.is_err(), "{:?}", preset.name);
    }
}

/// The presets whose server redirects signed-out users to a page of its own, and that page.
const SIGN_IN_PAGES: [(&str, &str); 3] = [
    ("express-session", "/login"),
    ("django-session", "/accounts/login/"),
    ("spring-security", "/login"),
];

/// What the session endpoint says by a redirect that ends at this path.
fn led(server: &Server, page: &str) -> Result<Answer, Error> {
    let reply = Reply::empty(0).header("location", page);
    server.read(Intent::Check, 0, &reply)
}

/// 1b. A gateway, a portal, a page for times of maintenance: a redirect to these is not the server's answer.
#[test]
fn a_redirect_to_anywhere_else_is_no_verdict() {
    let mut servers: Vec<Server> = presets::all()
        .iter()
        .map(|preset| Server(preset.to_json()))
        .collect();
    // Of an application's own preset, too, which lists the status alone.
    let signs = json!({ "anonymous": { "status": [401, 0] }, "expired": { "status": [401, 0] }, "over": { "status": 0 } });
    servers.push(Server::named("better-auth").with(&signs));
    for server in servers {
        for step in 0..2 {
            for intent in [Intent::Check, Intent::Refresh, Intent::Touch, Intent::Login] {
                let elsewhere = Reply::empty(0).header("location", "/maintenance");
                for reply in [Reply::empty(0), elsewhere.clone(), elsewhere.leaving()] {
                    let answer = server.read(intent, step, &reply);
                    assert!(answer.is_err(), "{intent:?} {answer:?} {server:?}");
                }
            }
        }
        assert!(led(&server, "/maintenance/login").is_err(), "{server:?}");
    }
}

/// 1c. A request of the application that is led to a page makes the session endpoint be asked, no more.
#[test]
fn a_request_that_is_led_to_a_page_is_a_question() {
    for (name, _) in SIGN_IN_PAGES {
        assert_eq!(Server::named(name).mute(0), Verdict::Expired, "{name}");
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
            Ok(Answer::NoAccess),
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
