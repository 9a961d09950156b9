//! Every row of the contract, as a server that keeps it would answer.

use hallpass::machine::{Answer, Error, Intent, Name};
use serde_json::{Value, json};

use crate::json::{GRANTING, INTENTS, facts, read, read_at};

const LOGOUTS: [Intent; 2] = [Intent::Logout, Intent::LogoutEverywhere];

fn session() -> Value {
    json!({
        "authenticated": true,
        "claims": { "name": "Ann" },
        "subject": "ann",
        "session": "session-of-ann",
        "expires_in": 300,
        "idle_expires_in": 1800,
        "absolute_expires_in": 28800,
    })
}

#[test]
fn a_session_is_read_whole() {
    for intent in GRANTING {
        let facts = facts(read(intent, 200, session()));
        assert_eq!(facts.subject, Some("ann".into()), "{intent:?}");
        assert_eq!(facts.handle, Some("session-of-ann".into()));
        assert_eq!(facts.expires_in, Some(300_000.into()));
        assert_eq!(facts.idle_expires_in, Some(1_800_000.into()));
        assert_eq!(facts.absolute_expires_in, Some(28_800_000.into()));
    }
}

#[test]
fn any_of_the_three_limits_may_be_null_or_missing() {
    for limit in ["expires_in", "idle_expires_in", "absolute_expires_in"] {
        let mut null = session();
        null[limit] = Value::Null;
        let mut missing = session();
        missing.as_object_mut().unwrap().remove(limit);
        for body in [null, missing] {
            let facts = facts(read(Intent::Check, 200, body));
            let limits = [
                ("expires_in", facts.expires_in),
                ("idle_expires_in", facts.idle_expires_in),
                ("absolute_expires_in", facts.absolute_expires_in),
            ];
            for (name, span) in limits {
                assert_eq!(span.is_none(), name == limit, "{name} without {limit}");
            }
        }
    }
}

#[test]
fn nobody_is_signed_in_if_the_server_says_so() {
    for intent in GRANTING {
        let answer = read(intent, 200, json!({ "authenticated": false }));
        assert_eq!(answer, Ok(Answer::Anonymous), "{intent:?}");
    }
}

/// What comes with a refusal is nobody's session, whatever it looks like.
#[test]
fn nobody_is_signed_in_though_claims_are_left_over() {
    let mut body = session();
    body["authenticated"] = json!(false);
    assert_eq!(read(Intent::Check, 200, body), Ok(Answer::Anonymous));
}

#[test]
fn every_sign_is_read_whatever_was_asked_for() {
    for intent in INTENTS {
        for (status, error, answer) in [
            (401, "session_expired", Answer::Expired),
            (401, "session_ended", Answer::Anonymous),
            (403, "csrf", Answer::CsrfRejected),
            (409, "session_mismatch", Answer::Mismatch),
        ] {
            let body = json!({ "error": error, "error_description": "for people" });
            assert_eq!(read(intent, status, body), Ok(answer), "{intent:?} {error}");
        }
    }
}

#[test]
fn credentials_are_wrong_where_there_were_some() {
    for intent in INTENTS {
        let answer = read(intent, 401, json!({ "error": "invalid_credentials" }));
        let refused = answer == Ok(Answer::Refused);
        assert_eq!(refused, intent == Intent::Login, "{intent:?}");
        assert!(refused || answer.is_err(), "{intent:?}");
    }
}

#[test]
fn a_sign_counts_with_its_own_status_alone() {
    for (own, error) in [
        (401, "session_expired"),
        (401, "session_ended"),
        (403, "csrf"),
        (409, "session_mismatch"),
    ] {
        for status in [400, 401, 403, 404, 409, 410, 429, 500, 503] {
            let answer = read(Intent::Refresh, status, json!({ "error": error }));
            assert_eq!(answer.is_ok(), status == own, "{status} {error}");
        }
    }
}

#[test]
fn a_server_that_wants_to_be_left_alone_is_heard_with_its_time() {
    for intent in INTENTS {
        for status in [429, 503] {
            let failure = Error::refused(status, Some((30_000).into()));
            for body in [None, Some(json!({})), Some(json!({ "error": "slow_down" }))] {
                let answer = read_at(intent, status, Some(30_000), body);
                assert_eq!(answer, Err(failure), "{intent:?}");
            }
        }
    }
}

#[test]
fn a_logout_says_whether_to_go_on_elsewhere() {
    for intent in LOGOUTS {
        for (body, elsewhere) in [
            (json!({}), false),
            (json!({ "logout_url": "https://id.example/logout" }), true),
            (json!({ "logout_url": null }), false),
            (json!({ "logout_url": 1 }), false),
            (
                json!({ "logout_url": ["https://id.example/logout"] }),
                false,
            ),
            (json!({ "authenticated": true, "claims": {} }), false),
        ] {
            let answer = Ok(Answer::LoggedOut { elsewhere });
            assert_eq!(read(intent, 200, body.clone()), answer, "{body}");
        }
    }
}

#[test]
fn where_to_go_on_is_no_answer_but_to_a_logout() {
    let body = json!({ "logout_url": "https://id.example/logout" });
    for intent in GRANTING {
        assert!(read(intent, 200, body.clone()).is_err(), "{intent:?}");
    }
}

#[test]
fn claims_are_told_apart_and_recognised() {
    let digest = |claims: Value| {
        let mut body = session();
        body["claims"] = claims;
        facts(read(Intent::Check, 200, body)).claims
    };
    assert_eq!(digest(json!({ "a": 1 })), digest(json!({ "a": 1 })));
    assert_ne!(digest(json!({ "a": 1 })), digest(json!({ "a": 2 })));
    assert_ne!(digest(json!({})), digest(json!({ "a": null })));
}

#[test]
fn an_empty_name_is_a_name_like_no_other() {
    let mut body = session();
    body["subject"] = json!("");
    let facts = facts(read(Intent::Check, 200, body));
    assert_eq!(facts.subject, Some(Name::NONE));
}
