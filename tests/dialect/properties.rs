//! What holds for whatever a server may say.

use core::num::NonZeroU32;

use hallpass::machine::{Answer, Code, Intent, LONGEST, Verdict};
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
    sample::select,
};
use serde_json::{Value, json};

use crate::json::{INTENTS, judge, read_at};

const KEYS: [&str; 9] = [
    "authenticated",
    "claims",
    "subject",
    "session",
    "expires_in",
    "idle_expires_in",
    "absolute_expires_in",
    "error",
    "logout_url",
];
const WORDS: [&str; 8] = [
    "session_expired",
    "session_ended",
    "session_mismatch",
    "insufficient_user_authentication",
    "invalid_credentials",
    "csrf",
    "true",
    "",
];

/// Any JSON, and often enough something that comes near to an answer.
fn body() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(&WORDS[..]).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 32, 6, |inner| {
        let key = prop_oneof![4 => select(&KEYS[..]).prop_map(str::to_owned), 1 => ".{0,4}"];
        let fields = btree_map(key, inner.clone(), 0..6);
        prop_oneof![
            vec(inner, 0..4).prop_map(Value::from),
            fields
                .clone()
                .prop_map(|fields| fields.into_iter().collect()),
            fields.prop_map(|fields| {
                let mut answer = json!({ "authenticated": true, "claims": {} });
                for (name, value) in fields {
                    answer[name] = value;
                }
                answer
            }),
        ]
    })
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![
        4 => Just(200),
        2 => select(&[0, 204, 302, 401, 403, 409, 429, 500, 503][..]),
        1 => any::<u16>(),
    ]
}

fn intent() -> impl Strategy<Value = Intent> {
    select(&INTENTS[..])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_session_is_what_says_so_and_nothing_else(
        body in proptest::option::weighted(0.9, body()),
        status in status(),
        intent in intent(),
    ) {
        let answer = read_at(intent, status, None, body.clone());
        let at = |pointer| body.as_ref().and_then(|body| body.pointer(pointer));
        let said = (200..300).contains(&status)
            && !intent.is_logout()
            && at("/authenticated") == Some(&Value::Bool(true))
            && at("/claims").is_some_and(Value::is_object);
        prop_assert_eq!(matches!(answer, Ok(Answer::Session(_))), said, "{:?}", answer);
        if let Ok(Answer::Session(facts)) = answer {
            let limits = [facts.expires_in, facts.idle_expires_in, facts.absolute_expires_in];
            for span in limits.into_iter().flatten() {
                prop_assert!(span.millis() <= LONGEST);
            }
        }
    }

    #[test]
    fn nobody_is_signed_out_but_by_a_word(
        body in body(),
        status in status(),
        intent in intent(),
    ) {
        let answer = read_at(intent, status, None, Some(body.clone()));
        if answer == Ok(Answer::Anonymous) {
            let denied = (200..300).contains(&status) && body["authenticated"] == json!(false);
            let over = status == 401 && body["error"] == json!("session_ended");
            prop_assert!(denied || over, "{} {}", status, body);
        }
    }

    #[test]
    fn a_failure_keeps_its_status_and_its_time(
        body in proptest::option::of(body()),
        status in status(),
        retry_after in proptest::option::of(any::<u64>()),
        intent in intent(),
    ) {
        match read_at(intent, status, retry_after, body) {
            Ok(_) => {}
            Err(error) if matches!(error.code(), Code::UnexpectedResponse | Code::StepUpRequired) => {
                prop_assert_eq!(error.status(), status);
            }
            Err(error) => {
                let wait = retry_after.map(|wait| u32::try_from(wait).unwrap_or(u32::MAX));
                prop_assert!(matches!(error.code(), Code::Server | Code::RateLimited));
                prop_assert_eq!(error.status(), status);
                prop_assert_eq!(error.retry_after(), wait.and_then(NonZeroU32::new));
            }
        }
    }

    #[test]
    fn an_api_speaks_of_sessions_by_a_sign_alone(body in body(), status in status()) {
        let verdict = judge(status, body.clone());
        let signed = matches!(status, 401 | 403 | 409) && body["error"].is_string();
        prop_assert!(verdict == Verdict::Passed || signed, "{} {}", status, body);
        prop_assert!(verdict != Verdict::Failed);
    }
}
