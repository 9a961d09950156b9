//! Answers that are no answer: pages, redirects, other people's JSON. None of them is a session,
//! and none of them is the end of one (P21).

use hallpass::machine::{Code, Error, Intent};
use serde_json::json;

use crate::json::{INTENTS, read, read_at, read_no_json};

fn is_unexpected(status: u16, failure: Error) -> bool {
    failure.code() == Code::UnexpectedResponse && failure.status() == status
}

#[test]
fn a_success_that_is_no_json_is_unexpected() {
    for intent in INTENTS {
        for status in [200, 201, 204, 206, 299] {
            let failure = read_no_json(intent, status).unwrap_err();
            assert!(is_unexpected(status, failure), "{intent:?}: {failure:?}");
        }
    }
}

#[test]
fn a_success_that_is_no_object_is_unexpected() {
    for intent in INTENTS {
        for body in [
            json!(null),
            json!([]),
            json!([{ "authenticated": true, "claims": {} }]),
            json!("authenticated"),
            json!(1),
            json!(true),
            json!(false),
        ] {
            let failure = read(intent, 200, body).unwrap_err();
            assert!(is_unexpected(200, failure), "{intent:?}: {failure:?}");
        }
    }
}

#[test]
fn an_object_about_something_else_is_unexpected() {
    for body in [
        json!({}),
        json!({ "ok": true }),
        json!({ "error": "session_ended" }),
        json!({ "error": "session_expired" }),
        json!({ "user": { "name": "Ann" } }),
        json!({ "data": { "authenticated": true, "claims": {} } }),
    ] {
        for intent in [Intent::Check, Intent::Refresh, Intent::Touch, Intent::Login] {
            let failure = read(intent, 200, body.clone()).unwrap_err();
            assert!(is_unexpected(200, failure), "{body}: {failure:?}");
        }
    }
}

/// Status 0 is what `fetch` shows of a redirect that it was told not to follow.
#[test]
fn a_redirect_is_no_answer_whatever_comes_with_it() {
    let session = json!({ "authenticated": true, "claims": {} });
    for intent in INTENTS {
        for status in [0, 300, 301, 302, 303, 304, 307, 308, 399] {
            for body in [
                None,
                Some(session.clone()),
                Some(json!({ "error": "session_ended" })),
            ] {
                let failure = read_at(intent, status, None, body).unwrap_err();
                assert!(is_unexpected(status, failure), "{intent:?}: {failure:?}");
            }
        }
    }
}

#[test]
fn an_error_that_says_nothing_of_sessions_ends_none() {
    let session = json!({ "authenticated": true, "claims": {} });
    for intent in INTENTS {
        for status in [400, 401, 403, 404, 405, 409, 410, 429, 500, 502, 503, 504] {
            for body in [
                None,
                Some(json!(null)),
                Some(json!([])),
                Some(json!({})),
                Some(json!("session_ended")),
                Some(json!({ "error": null })),
                Some(json!({ "error": "unknown" })),
                Some(json!({ "error": "SESSION_ENDED" })),
                Some(json!({ "error": "session_ended " })),
                Some(json!({ "error": ["session_ended"] })),
                Some(json!({ "error": { "code": "session_ended" } })),
                Some(json!({ "authenticated": false })),
                Some(session.clone()),
            ] {
                let failure = Error::refused(status, None);
                let answer = read_at(intent, status, None, body.clone());
                assert_eq!(answer, Err(failure), "{intent:?} {body:?}");
            }
        }
    }
}

/// A session endpoint that wants a stronger sign-in says by its code that to ask again is no help.
#[test]
fn a_step_up_at_a_session_endpoint_is_a_failure_and_no_end() {
    for intent in INTENTS {
        let body = json!({ "error": "insufficient_user_authentication" });
        let error = read(intent, 401, body).expect_err("no answer");
        assert_eq!((error.code(), error.status()), (Code::StepUpRequired, 401));
    }
}

#[test]
fn a_status_that_is_no_status_of_http_is_a_failure() {
    for status in [1, 100, 101, 199, 600, 999, u16::MAX] {
        let session = json!({ "authenticated": true, "claims": {} });
        assert!(read(Intent::Check, status, session).is_err(), "{status}");
    }
}
