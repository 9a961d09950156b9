//! Which key of a set a token gets.

use hallpass::claims::{Algorithm, Keys, NoKey, Policy};
use serde_json::{Value, json};

use crate::policy::token;

fn choose(header: &Value, set: &Value) -> Result<(usize, Algorithm), NoKey> {
    let token = token(header, &json!({ "exp": 1000 }));
    let judged = Policy::default().judge(&token, 0).unwrap();
    Keys::parse(&set.to_string()).unwrap().choose(&judged)
}

#[test]
fn a_set_is_a_list_of_keys() {
    for (text, was) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("<!doctype html>", "expected value at line 1 column 1"),
        ("[]", "without keys"),
        ("{}", "without keys"),
        (r#"{"keys":{}}"#, "without keys"),
        (
            r#"{"keys":[],"keys":[]}"#,
            "duplicate field `keys` at line 1 column 21",
        ),
    ] {
        let refusal = Keys::parse(text).unwrap_err();
        assert_eq!((refusal.part.as_str(), refusal.was.as_str()), ("jwks", was));
    }
    assert!(Keys::parse(r#"{"keys":[null,7,"key",{}],"more":true}"#).is_ok());
}

#[test]
fn what_is_no_key_for_this_is_passed_over() {
    let ec = json!({ "kty": "EC", "crv": "P-256", "kid": "a", "x": "", "y": "" });
    let ed = json!({ "kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "" });
    let set = json!({ "keys": [null, 7, {}, { "kty": 1 }, ed, ec] });
    assert_eq!(
        choose(&json!({ "alg": "ES256", "kid": "a" }), &set),
        Ok((5, Algorithm::Es256))
    );
    assert_eq!(
        choose(&json!({ "alg": "EdDSA" }), &set),
        Ok((4, Algorithm::EdDsa))
    );
}

#[test]
fn only_where_a_newer_set_may_help_is_one_asked_for() {
    let set = json!({ "keys": [] });
    let unknown = choose(&json!({ "alg": "ES256", "kid": "a" }), &set).unwrap_err();
    let NoKey::Unknown(refusal) = unknown else {
        panic!("{unknown:?}");
    };
    assert_eq!(refusal.to_string(), "kid is a, not a known key for ES256");
    let never = choose(&json!({ "alg": "HS256", "kid": "a" }), &set).unwrap_err();
    assert!(matches!(never, NoKey::Never(refusal) if refusal.part == "alg"));
}
