//! What a policy says of a token, in words.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hallpass::claims::{Algorithm, Policy};
use serde::Deserialize;
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;

/// A token with a signature that nobody looks at.
pub(crate) fn token(header: &Value, claims: &Value) -> String {
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{claims}.AAAA")
}

fn refusal(policy: &Policy, header: &Value, claims: &Value) -> String {
    let token = token(header, claims);
    policy.judge(&token, NOW).unwrap_err().to_string()
}

#[test]
fn a_refusal_says_which_part_what_it_was_and_what_was_wanted() {
    let policy = Policy::default()
        .issuer("https://id.example")
        .audience("spa")
        .audience("app")
        .algorithms([Algorithm::Es256, Algorithm::EdDsa])
        .required(["exp", "sub"]);
    let header = json!({ "alg": "ES256" });
    let claims = |more: Value| {
        let mut all =
            json!({ "iss": "https://id.example", "aud": "spa", "sub": "ada", "exp": NOW });
        for (name, value) in more.as_object().unwrap() {
            all[name] = value.clone();
        }
        all
    };
    let with = |more| refusal(&policy, &header, &claims(more));
    for (found, wanted) in [
        (
            with(json!({ "exp": NOW - 100 })),
            "exp is 1799999900, not later than 1799999940",
        ),
        (
            with(json!({ "nbf": NOW + 61 })),
            "nbf is 1800000061, not at most 1800000060",
        ),
        (
            with(json!({ "iat": NOW + 61 })),
            "iat is 1800000061, not at most 1800000060",
        ),
        (
            with(json!({ "iss": "https://evil.example" })),
            "iss is https://evil.example, not https://id.example",
        ),
        (
            with(json!({ "aud": ["api", "web"] })),
            "aud is api, web, not spa or app",
        ),
        (with(json!({ "aud": 7 })), "aud is no text, not spa or app"),
        (
            refusal(&policy, &json!({ "alg": "none" }), &claims(json!({}))),
            "alg is none, not ES256 or EdDSA",
        ),
        (
            refusal(&policy, &header, &json!({ "exp": NOW })),
            "sub is absent, not there",
        ),
        (
            refusal(
                &policy,
                &json!({ "alg": "ES256", "crit": ["x"] }),
                &claims(json!({})),
            ),
            "crit is there, not absent: no extension is known",
        ),
        (
            policy.judge("a.b", NOW).unwrap_err().to_string(),
            "token is not of three parts, not a compact JWS (RFC 7515 section 7.1)",
        ),
        (
            with(json!({ "exp": "soon" })),
            "claims is invalid type: string \"soon\", expected UTC timestamp at line 1 column 64, not a JWT claims set (RFC 7519 section 4)",
        ),
    ] {
        assert_eq!(found, wanted);
    }
}

#[test]
fn a_refusal_repeats_no_more_than_people_read() {
    let policy = Policy::default().issuer("a");
    let long = "ü".repeat(1000);
    let said = refusal(
        &policy,
        &json!({ "alg": "ES256" }),
        &json!({ "exp": NOW, "iss": long }),
    );
    assert_eq!(
        said.chars().count(),
        "iss is ".len() + 80 + 1 + ", not a".len()
    );
}

#[test]
fn a_clock_at_the_end_of_time_overflows_nothing() {
    for (exp, now) in [
        (NOW, i64::MIN),
        (NOW, i64::MAX),
        (-8_334_601_228_800, i64::MIN),
        (8_210_266_876_799, i64::MAX),
    ] {
        let token = token(
            &json!({ "alg": "ES256" }),
            &json!({ "exp": exp, "nbf": exp, "iat": exp }),
        );
        for leeway in [0, i64::MAX, i64::MIN] {
            let _ = Policy::default().leeway(leeway).judge(&token, now);
        }
    }
}

#[test]
fn claims_have_types() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Claims {
        sub: String,
        roles: Vec<String>,
    }
    let token = token(
        &json!({ "alg": "ES256", "kid": "k", "typ": "at+jwt" }),
        &json!({ "exp": NOW, "sub": "ada", "roles": ["admin"] }),
    );
    let judged = Policy::default().judge(&token, NOW).unwrap();
    let claims: Claims = judged.claims().unwrap();
    assert_eq!((claims.sub.as_str(), claims.roles.len()), ("ada", 1));
    assert_eq!(
        (judged.key_id(), judged.token_type()),
        (Some("k"), Some("at+jwt"))
    );
    let wrong = judged.claims::<Vec<String>>().unwrap_err();
    assert_eq!(wrong.part, "claims");
}
