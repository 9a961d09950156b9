//! What is sent for an intent.

use hallpass::machine::Intent;
use serde_json::{Value, json};

use crate::{
    json::INTENTS,
    server::{LOGOUT, Server},
};

/// The names that a server written for the contract listens to.
#[test]
fn the_contract_has_these_names() {
    let Server(preset) = Server::named("hallpass");
    for (pointer, value) in [
        ("/baseUrl", json!("/auth")),
        ("/headers", json!({ "X-CSRF": "1" })),
        ("/handle/header", json!("Hallpass-Session")),
        ("/session", json!({ "path": "/session" })),
        ("/refresh", json!({ "path": "/refresh" })),
        ("/touch", json!({ "path": "/touch" })),
        ("/login/path", json!("/login")),
        (
            "/loginPage",
            json!({ "path": "/login", "returnTo": "return_to", "acrValues": "acr_values", "maxAge": "max_age" }),
        ),
        ("/logout/0/path", json!("/logout")),
        ("/logout/0/returnTo", json!("return_to")),
        ("/logout/0/everywhere", json!({ "everywhere": true })),
        ("/words", json!("/error_description")),
    ] {
        assert_eq!(preset.pointer(pointer), Some(&value), "{pointer}");
    }
}

#[test]
fn each_intent_has_its_request() {
    let server = Server::named("hallpass");
    let path = |intent| server.ask(intent, 0).expect("the contract has it")["path"].clone();
    for (intent, expected) in INTENTS.into_iter().zip([
        "/session", "/refresh", "/touch", "/login", "/logout", "/logout",
    ]) {
        assert_eq!(path(intent), expected, "{intent:?}");
        assert!(!server.goes_on(intent, 0), "{intent:?}");
    }
}

#[test]
fn a_server_without_an_endpoint_is_not_asked_there() {
    let server = Server::named("better-auth");
    for intent in INTENTS {
        let missing = intent == Intent::Refresh;
        assert_eq!(server.ask(intent, 0).is_none(), missing, "{intent:?}");
    }
}

#[test]
fn what_is_not_answered_with_the_session_is_followed_by_the_question_for_it() {
    let server = Server::named("flask-jwt-extended");
    assert!(server.goes_on(Intent::Refresh, 0) && !server.goes_on(Intent::Refresh, 1));
    assert_eq!(server.ask(Intent::Refresh, 1), server.ask(Intent::Check, 0));
    assert!(!server.goes_on(Intent::Check, 0));
    // A login is always verified: that is the machine's own doing.
    assert!(!server.goes_on(Intent::Login, 0));
}

#[test]
fn a_logout_has_as_many_steps_as_its_server_wants() {
    for (name, requests) in [
        ("better-auth", 1),
        ("hallpass", 1),
        ("curity-token-handler", 1),
        ("kratos", 2),
        ("duende-bff", 1),
    ] {
        let server = Server::named(name);
        let mut steps = 1;
        while server.goes_on(LOGOUT, steps - 1) {
            steps += 1;
        }
        assert_eq!(steps, requests, "{name}");
    }
}

/// A path is joined to a prefix, a method is one that `fetch` knows, what reads has no body.
#[test]
fn every_request_is_one_that_can_be_sent() {
    for preset in hallpass::dialect::presets::all() {
        let server = Server(preset.to_json());
        for intent in INTENTS {
            for step in 0..3 {
                let Some(request) = server.ask(intent, step) else {
                    continue;
                };
                sendable(&request);
            }
        }
    }
}

fn sendable(request: &Value) {
    match (request.get("path"), request.get("at")) {
        (Some(path), None) => assert!(path.as_str().unwrap().starts_with('/'), "{request}"),
        (None, Some(_)) => {}
        _ => panic!("either a path, or where it stands: {request}"),
    }
    let method = request.get("method").map(|method| method.as_str().unwrap());
    assert!(matches!(method, None | Some("GET" | "DELETE")), "{request}");
    if method == Some("GET") {
        assert!(request.get("body").is_none(), "{request}");
    }
}
