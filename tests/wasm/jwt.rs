//! Tokens through the Rust surface: the same JavaScript, keys and verdicts, without a second module.

use hallpass::{
    Error, Jwt, Options, Preset, Session,
    claims::{Algorithm, Policy},
    machine::{Code, Status},
    preset::{Endpoint, Sign},
};
use js_sys::Date;
use serde::Deserialize;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::answers::answering;

const CORPUS: &str = include_str!("../claims/corpus.json");

#[derive(Debug, PartialEq, Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
}

/// A session of a server that answers with the token of a row.
async fn session(row: &str, jwt: Option<Jwt>) -> Session {
    let corpus: Value = serde_json::from_str(CORPUS).expect("the corpus");
    let rows = corpus["rows"].as_array().expect("rows");
    let row = rows.iter().find(|it| it["name"] == row).expect("the row");
    let token = row["token"].as_str().expect("a token");
    let now = row["now"].as_f64().expect("a time");
    let me = serde_json::json!({ "id_token": token }).to_string();
    let date = Date::new(&(now * 1000.0).into()).to_utc_string();
    let date = date.as_string().expect("a time");
    let keys = corpus["sets"]["all"].to_string();
    let _server = answering(move |url| {
        let known = [("/issuer/me", &me, &date), ("/issuer/keys", &keys, &date)];
        let found = known.into_iter().find(|(path, ..)| url.ends_with(path));
        found.map(|(_, body, date)| (body.clone(), date.clone()))
    });
    let preset = Preset {
        user: Some("/id_token".into()),
        subject: Some("/id_token/sub".into()),
        anonymous: Sign::status(401).into(),
        ..Preset::new("issuer", "/issuer", Endpoint::at("/me"))
    };
    let options = Options::new(preset);
    let options = match jwt {
        Some(jwt) => options.jwt(jwt),
        None => options,
    };
    let session = Session::start(options).expect("a session");
    session.ready().await.expect("an answer");
    session
}

fn error(session: &Session) -> Error {
    assert!(matches!(
        session.snapshot().status,
        Status::Unauthenticated(_)
    ));
    assert_eq!(session.claims::<Claims>(), Ok(None));
    session.snapshot().error.expect("a reason")
}

fn verified() -> Jwt {
    let policy = Policy::default()
        .issuer("https://id.example")
        .audience("spa");
    Jwt::new(policy).jwks("/issuer/keys")
}

#[wasm_bindgen_test]
async fn a_token_that_is_verified_has_typed_claims() {
    for row in ["ES256", "EdDSA", "RS256"] {
        let session = session(row, Some(verified())).await;
        assert_eq!(session.snapshot().subject.as_deref(), Some("ada"), "{row}");
        let claims = session.claims::<Claims>().expect("the right type");
        let claims = claims.expect("somebody");
        assert_eq!((&*claims.sub, claims.exp), ("ada", 1_800_000_300.0));
    }
}

#[wasm_bindgen_test]
async fn a_token_that_is_refused_says_why() {
    for (row, words) in [
        (
            "a bit of the signature",
            "signature is not one of the ES256 key 2 of the set",
        ),
        (
            "a kid that nobody knows",
            "kid is gone, not a known key for ES256",
        ),
        ("alg none", "alg is none, not ES256 or EdDSA or RS256"),
        (
            "expired, by the whole leeway",
            "exp is 1799999940, not later than 1799999940",
        ),
    ] {
        let refused = error(&session(row, Some(verified())).await);
        assert_eq!(refused.code, Code::UnexpectedResponse);
        assert!(refused.message.ends_with(words), "{}", refused.message);
    }
}

#[wasm_bindgen_test]
async fn without_keys_it_is_judged_alone_and_without_a_policy_it_is_no_session() {
    let policy = Policy::default().algorithms([Algorithm::Es256]);
    let judged = session("a bit of the signature", Some(Jwt::new(policy))).await;
    assert_eq!(judged.snapshot().subject.as_deref(), Some("ada"));
    assert_eq!(
        error(&session("ES256", None).await).code,
        Code::UnexpectedResponse
    );
}
