//! What an answer to a request of the application says about the session.

use hallpass::{dialect::presets, machine::Verdict};
use serde_json::json;

use crate::{json::judge, server::Server};

const SIGNS: [(u16, &str, Verdict); 5] = [
    (401, "session_expired", Verdict::Expired),
    (401, "session_ended", Verdict::Over),
    (401, "insufficient_user_authentication", Verdict::StepUp),
    (403, "csrf", Verdict::CsrfRejected),
    (409, "session_mismatch", Verdict::Mismatch),
];

#[test]
fn each_sign_has_its_verdict() {
    for (status, error, verdict) in SIGNS {
        assert_eq!(judge(status, json!({ "error": error })), verdict, "{error}");
    }
}

#[test]
fn a_sign_may_come_with_more() {
    let body = json!({
        "error": "insufficient_user_authentication",
        "error_description": "for people",
        "acr_values": "mfa",
        "max_age": 300,
    });
    assert_eq!(judge(401, body), Verdict::StepUp);
}

#[test]
fn a_sign_under_another_status_is_the_applications_own() {
    for (own, error, _) in SIGNS {
        for status in [0, 200, 302, 400, 401, 403, 404, 409, 429, 500] {
            let verdict = judge(status, json!({ "error": error }));
            assert_eq!(
                verdict == Verdict::Passed,
                status != own,
                "{status} {error}"
            );
        }
    }
}

/// A plain 401 may be about a password in a form, a plain 403 about a missing right, and a 409
/// about somebody else's edit: refreshing for those would be in vain.
#[test]
fn a_refusal_without_a_sign_is_the_applications_own() {
    for status in [400, 401, 403, 404, 409, 422, 429, 500, 503] {
        for body in [
            json!(null),
            json!([]),
            json!({}),
            json!("session_expired"),
            json!(401),
            json!({ "error": "forbidden" }),
            json!({ "error": "conflict" }),
            json!({ "error": null }),
            json!({ "error": { "code": "session_expired" } }),
            json!({ "code": "session_expired" }),
            json!({ "error": "invalid_credentials" }),
        ] {
            assert_eq!(
                judge(status, body.clone()),
                Verdict::Passed,
                "{status} {body}"
            );
        }
    }
}

#[test]
fn a_success_is_the_applications_own_whatever_it_says() {
    for body in [
        json!({ "authenticated": false }),
        json!({ "authenticated": true, "claims": {} }),
        json!({ "error": "session_ended" }),
    ] {
        for status in 200..300 {
            assert_eq!(judge(status, body.clone()), Verdict::Passed);
        }
    }
}

/// To HEAD, or as text, a server cannot say which 401 it is.
#[test]
fn a_401_that_says_nothing_asks_the_session_endpoint() {
    for preset in presets::all() {
        let name = preset.name.unwrap_or_default();
        let server = Server::named(&name);
        let verdict = server.mute(401);
        let asks = matches!(verdict, Verdict::Over | Verdict::Unclear | Verdict::Expired);
        assert!(asks, "{name}: {verdict:?}");
    }
    assert_eq!(Server::named("hallpass").mute(401), Verdict::Unclear);
    for status in [400, 403, 404, 409, 500] {
        let verdict = Server::named("hallpass").mute(status);
        assert_eq!(verdict, Verdict::Passed, "{status}");
    }
}
