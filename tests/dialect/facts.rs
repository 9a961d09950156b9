//! What a session may say of itself, and what is not believed of it.

use hallpass::{
    dialect::{self, Json, Kind, Preset},
    machine::{Facts, Failure, Intent, LONGEST, Millis, Name},
};
use serde_json::{Value, json};

use crate::json::{GRANTING, facts, read};

fn limits(facts: &Facts) -> [Option<Millis>; 3] {
    [
        facts.expires_in,
        facts.idle_expires_in,
        facts.absolute_expires_in,
    ]
}

/// A session all of whose limits are this.
fn limited(limit: &Value) -> Value {
    json!({
        "authenticated": true,
        "claims": {},
        "expires_in": limit,
        "idle_expires_in": limit,
        "absolute_expires_in": limit,
    })
}

#[test]
fn a_limit_is_a_number_of_seconds_from_now_on() {
    for (limit, span) in [
        (json!(300), Some(300_000)),
        (json!(0), Some(0)),
        (json!(-0.0), Some(0)),
        (json!(0.5), Some(500)),
        (json!(0.000_1), Some(0)),
        (json!(1.999_9), Some(1_999)),
        (json!(LONGEST / 1_000), Some(LONGEST)),
        (json!(LONGEST), Some(LONGEST)),
        (json!(u64::MAX), Some(LONGEST)),
        (json!(1e300), Some(LONGEST)),
        (json!(f64::MAX), Some(LONGEST)),
        (json!(-1), None),
        (json!(-0.5), None),
        (json!(i64::MIN), None),
        (json!(-1e300), None),
        (json!(null), None),
        (json!("300"), None),
        (json!(""), None),
        (json!(true), None),
        (json!([300]), None),
        (json!({ "seconds": 300 }), None),
    ] {
        for intent in GRANTING {
            let facts = facts(read(intent, 200, limited(&limit)));
            assert_eq!(limits(&facts), [span; 3], "{limit}");
        }
    }
}

/// A session whose limits are numbers that `serde_json` has no word for, and a browser may have.
struct Endless(f64);

impl Json for Endless {
    fn kind(&self, pointer: &str) -> Kind {
        match pointer {
            "" | "/claims" => Kind::Object,
            "/authenticated" => Kind::True,
            _ => Kind::Other,
        }
    }

    fn says(&self, _: &str, _: &str) -> bool {
        false
    }

    fn number(&self, _: &str) -> f64 {
        self.0
    }

    fn name(&self, _: &str) -> Name {
        Name::NONE
    }
}

/// `JSON.parse("1e400")` is infinity.
#[test]
fn a_limit_beyond_all_numbers_is_none() {
    for limit in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let body = Endless(limit);
        let answer = dialect::read(Preset::HALLPASS, Intent::Check, 200, None, Some(&body));
        assert_eq!(limits(&facts(answer)), [None; 3], "{limit}");
    }
}

#[test]
fn a_session_need_not_say_who_it_is() {
    let facts = facts(read(
        Intent::Check,
        200,
        json!({ "authenticated": true, "claims": {} }),
    ));
    assert_eq!((facts.subject, facts.handle), (None, None));
    assert_eq!(limits(&facts), [None; 3]);
}

#[test]
fn a_name_is_a_text() {
    for value in [
        json!(null),
        json!(7),
        json!(true),
        json!(["ann"]),
        json!({ "id": "ann" }),
    ] {
        let body = json!({
            "authenticated": true,
            "claims": {},
            "subject": value,
            "session": value,
        });
        let facts = facts(read(Intent::Check, 200, body));
        assert_eq!((facts.subject, facts.handle), (None, None), "{value}");
    }
}

#[test]
fn claims_are_an_object() {
    let without = json!({ "authenticated": true });
    assert!(read(Intent::Check, 200, without).is_err());
    for claims in [json!(null), json!([]), json!("ann"), json!(1), json!(true)] {
        let body = json!({ "authenticated": true, "claims": claims });
        for intent in GRANTING {
            let failure = Failure::Unexpected {
                status: 200,
                what: "the claims are no object",
            };
            assert_eq!(read(intent, 200, body.clone()), Err(failure), "{claims}");
        }
    }
}

#[test]
fn signed_in_is_said_with_true_and_nothing_like_it() {
    for value in [
        json!(null),
        json!("true"),
        json!(1),
        json!(0),
        json!(""),
        json!([true]),
        json!({ "authenticated": true }),
    ] {
        let body = json!({ "authenticated": value, "claims": {} });
        for intent in GRANTING {
            let failure = Failure::Unexpected {
                status: 200,
                what: "it does not say whether somebody is signed in",
            };
            assert_eq!(read(intent, 200, body.clone()), Err(failure), "{value}");
        }
    }
}
