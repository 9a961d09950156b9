//! Whatever comes, a token is read or refused; nothing panics, and nothing is made up.

use hallpass::claims::{Keys, Policy};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::policy::token;

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,3}|exp|alg|crit|keys|kty", inner, 0..4)
                .prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[A-Za-z0-9_.=+/ -]{0,80}|.{0,40}", now in any::<i64>()) {
        let _ = Policy::default().judge(&text, now);
        let _ = Keys::parse(&text);
    }

    #[test]
    fn any_header_any_claims_and_any_keys_are_read_or_refused(header in any_json(), claims in any_json(), keys in any_json()) {
        let token = token(&header, &claims);
        if let Ok(judged) = Policy::default().required(["sub"]).judge(&token, 0)
            && let Ok(keys) = Keys::parse(&json!({ "keys": [keys] }).to_string())
        {
            let _ = keys.choose(&judged);
        }
    }

    #[test]
    fn claims_are_what_was_written(name in "[a-d]{1,3}", value in any_json()) {
        let token = token(&json!({ "alg": "ES256" }), &json!({ "exp": 1, &*name: value }));
        let judged = Policy::default().judge(&token, 0).unwrap();
        let claims: Map<String, Value> = judged.claims().unwrap();
        prop_assert_eq!(&claims[&name], &serde_json::from_str::<Value>(&value.to_string()).unwrap());
    }

    #[test]
    fn a_name_that_stands_twice_is_refused(name in "[a-d]{1,3}", depth in 0_usize..5) {
        let twice = format!(r#"{{"{name}":1,"x":2,"{name}":3}}"#);
        let claims = format!("{}{twice}{}", r#"{"a":["#.repeat(depth), "]}".repeat(depth));
        let parts = [r#"{"alg":"ES256"}"#, &claims].map(|part| {
            base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, part)
        });
        let token = format!("{}.{}.AAAA", parts[0], parts[1]);
        let refusal = Policy::default().required([""; 0]).judge(&token, 0).unwrap_err();
        prop_assert!(refusal.was.contains("duplicate field"), "{}", refusal);
    }
}
