//! What is sent for an intent, by the contract.

use hallpass::{
    dialect::{Ask, Preset, ask},
    machine::Intent,
};

use crate::json::INTENTS;

#[test]
fn each_intent_has_its_request() {
    let request = |post, path, body, keepalive| Ask {
        post,
        path,
        body,
        keepalive,
    };
    for (intent, expected) in [
        (Intent::Check, request(false, "/session", "", false)),
        (Intent::Refresh, request(true, "/refresh", "", true)),
        (Intent::Touch, request(true, "/touch", "", true)),
        (Intent::Login, request(true, "/login", "*", false)),
        (
            Intent::Logout { everywhere: false },
            request(true, "/logout", "", true),
        ),
        (
            Intent::Logout { everywhere: true },
            request(true, "/logout", r#"{"everywhere":true}"#, true),
        ),
    ] {
        assert_eq!(ask(Preset::HALLPASS, intent), Some(expected), "{intent:?}");
    }
}

#[test]
fn a_server_without_an_endpoint_is_not_asked_there() {
    let plain = Preset {
        refresh: None,
        touch: None,
        ..Preset::HALLPASS.clone()
    };
    for intent in INTENTS {
        let missing = matches!(intent, Intent::Refresh | Intent::Touch);
        assert_eq!(ask(&plain, intent).is_none(), missing, "{intent:?}");
    }
}

/// A body other than the credentials is JSON, and no request of ours but `GET` goes without `POST`.
#[test]
fn a_request_is_one_that_a_server_can_read() {
    for intent in INTENTS {
        let request = ask(Preset::HALLPASS, intent).expect("the contract has them all");
        assert!(request.path.starts_with('/'));
        assert!(request.post || request.body.is_empty(), "GET has no body");
        let json = matches!(request.body, "" | "*")
            || serde_json::from_str::<serde_json::Value>(request.body).is_ok();
        assert!(json, "{}", request.body);
    }
}

/// The names that a server written for the contract listens to.
#[test]
fn the_contract_has_these_names() {
    let preset = Preset::HALLPASS;
    assert_eq!(preset.base, "/auth");
    assert_eq!(preset.header, ("X-CSRF".into(), "1".into()));
    assert_eq!(preset.handle_header, "Hallpass-Session");
    assert_eq!(preset.return_to, "return_to");
    assert_eq!(preset.words, "/error_description");
}
