//! What a session may say of itself, and what is not believed of it.

use hallpass::{
    dialect::{self, Exchange, Kind, Term, Value as Seen},
    machine::{Detail, Error, Facts, Intent, LONGEST, Millis, Name, Span},
};
use serde_json::{Value, json};

use crate::json::{GRANTING, facts, read};

fn limits(facts: &Facts) -> [Option<Millis>; 3] {
    [
        facts.expires_in,
        facts.idle_expires_in,
        facts.absolute_expires_in,
    ]
    .map(|span| span.map(Span::millis))
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
            // What is left of the access part may be less than nothing: it has lapsed.
            let negative = limit.as_f64().is_some_and(|number| number < 0.0);
            let access = if negative { Some(0) } else { span };
            assert_eq!(limits(&facts), [access, span, span], "{limit}");
        }
    }
}

/// A preset and an answer in one, whose limits are numbers that `serde_json` has no word for, and a
/// browser may have.
#[derive(Clone)]
struct Endless(f64, Option<Kind>);

impl Seen for Endless {
    fn get(&self, term: Term) -> Self {
        let kind = match term {
            Term::User => Some(Kind::Object),
            Term::Expiry | Term::Subject | Term::Session => Some(Kind::Other),
            _ => None,
        };
        Self(self.0, kind)
    }

    fn at(&self, index: u32) -> Self {
        Self(self.0, self.1.filter(|_| index == 0))
    }

    fn kind(&self) -> Kind {
        self.1.unwrap_or(Kind::Missing)
    }

    fn number(&self) -> f64 {
        self.0
    }

    fn time(&self) -> f64 {
        self.0
    }

    fn word(&self) -> i32 {
        -1
    }

    fn among(&self, _: &Self) -> bool {
        false
    }

    fn find(&self, place: &Self) -> Self {
        match place.1 {
            Some(Kind::Object) => place.clone(),
            _ => Self(self.0, Some(Kind::Text)),
        }
    }

    fn name(&self) -> Name {
        "somebody".into()
    }
}

/// `JSON.parse("1e400")` is infinity.
#[test]
fn a_limit_beyond_all_numbers_is_none() {
    for limit in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let body = Endless(limit, Some(Kind::Object));
        let exchange = Exchange {
            status: 200,
            retry_after: None,
            answer: body.clone(),
            now: 0.0,
            granted: f64::NAN,
            leaving: false,
        };
        let answer = dialect::read(&body, Intent::Check, 0, &exchange);
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
fn a_name_is_a_text_or_a_number() {
    for value in [
        json!(null),
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

/// A primary key, say.
#[test]
fn a_name_may_be_a_number() {
    let named = |subject: Value| {
        let body = json!({ "authenticated": true, "claims": {}, "subject": subject });
        facts(read(Intent::Check, 200, body)).subject
    };
    assert!(named(json!(7)).is_some());
    assert_ne!(named(json!(7)), named(json!(8)));
    assert_ne!(named(json!(0)), Some(Name::NONE));
}

#[test]
fn claims_are_an_object() {
    let without = json!({ "authenticated": true });
    assert!(read(Intent::Check, 200, without).is_err());
    for claims in [json!(null), json!([]), json!("ann"), json!(1), json!(true)] {
        let body = json!({ "authenticated": true, "claims": claims });
        for intent in GRANTING {
            let failure = Error::unexpected(200).with_detail(Detail::NoClaims);
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
            let failure = Error::unexpected(200).with_detail(Detail::Unvouched);
            assert_eq!(read(intent, 200, body.clone()), Err(failure), "{value}");
        }
    }
}
