//! Claims as a type of the application: what `serde_json` makes of the same text.

use std::collections::BTreeMap;

use hallpass::{Code, Error, Options, Preset, Session};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::answers::answering;

/// Reads claims that a server answers with.
async fn read<T: DeserializeOwned>(claims: &str) -> Result<T, Error> {
    let body = format!(
        r#"{{"authenticated":true,"subject":"x","session":"h","expires_in":300,"claims":{claims}}}"#
    );
    let _server = answering(move |url| {
        url.ends_with("/session")
            .then(|| (body.clone(), String::new()))
    });
    let session = Session::start(Options::new(Preset::hallpass())).expect("a session");
    session.ready().await.expect("an answer");
    assert!(session.snapshot().is_authenticated(), "{session:?}");
    let claims = session.claims::<T>();
    claims.map(|claims| claims.expect("a user"))
}

/// Holds what is read to what `serde_json` reads: the value, or that there is none.
async fn assert_as_serde_json<T>(claims: &str)
where
    T: DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let here = read::<T>(claims).await;
    let there = serde_json::from_str::<T>(claims);
    match (here, there) {
        (Ok(here), Ok(there)) => assert_eq!(here, there, "{claims}"),
        (Err(error), Err(_)) => {
            assert_eq!(error.code, Code::UnexpectedResponse);
            assert!(error.message.starts_with("the claims"), "{error}");
        }
        (here, there) => panic!("{claims}: {here:?}, and serde_json: {there:?}"),
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Person {
    id: u64,
    #[serde(default)]
    balance: i64,
    name: Option<String>,
    #[serde(default)]
    roles: Vec<Role>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Admin,
    Editor(u8),
    Member { team: String, since: Option<i32> },
    Pair(u8, String),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    id: u8,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Odd {
    constructor: Option<String>,
    #[serde(rename = "toString", default)]
    to_string: Option<String>,
    #[serde(rename = "__proto__")]
    proto: Option<u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Text(String),
    Object { kind: String },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Mixed {
    either: Vec<Either>,
    by_number: BTreeMap<u16, bool>,
    pair: (u8, String),
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[wasm_bindgen_test]
async fn typed_claims_are_what_serde_json_reads() {
    for claims in [
        r#"{"id":1,"name":"Ada","roles":["admin",{"editor":3},{"member":{"team":"x"}},{"pair":[1,"y"]}]}"#,
        r#"{"id":9007199254740991,"balance":-9007199254740991,"name":null}"#,
        r#"{"id":-1}"#,
        r#"{"id":1.5}"#,
        r#"{"id":"1"}"#,
        r#"{"id":1,"more":[{"deep":{}}]}"#,
        r#"{"name":"nobody"}"#,
        r#"{"id":1,"roles":["king"]}"#,
        r#"{"id":1,"roles":[{"editor":300}]}"#,
        r#"{"id":1,"roles":[{"editor":3,"admin":null}]}"#,
        r#"{"id":1,"roles":["editor"]}"#,
        r#"{"id":1,"roles":{"0":"admin"}}"#,
    ] {
        assert_as_serde_json::<Person>(claims).await;
    }
    for claims in [
        r#"{"either":[1,"x",{"kind":"y"}],"by_number":{"7":true},"pair":[1,"x"],"a":[1,-2,0.5,null],"b":{"c":[]}}"#,
        r#"{"either":[true],"by_number":{},"pair":[1,"x"]}"#,
        r#"{"either":[],"by_number":{"x":true},"pair":[1,"x"]}"#,
        r#"{"either":[],"by_number":{},"pair":[1,"x",2]}"#,
    ] {
        assert_as_serde_json::<Mixed>(claims).await;
    }
}

#[wasm_bindgen_test]
async fn a_field_that_is_not_expected_is_heard_where_that_is_denied() {
    assert_as_serde_json::<Strict>(r#"{"id":1}"#).await;
    let error = read::<Strict>(r#"{"id":1,"admin":true}"#).await;
    let error = error.expect_err("a field too many");
    assert!(error.message.contains("unknown field `admin`"), "{error}");
}

#[wasm_bindgen_test]
async fn what_an_object_inherits_is_no_claim() {
    assert_as_serde_json::<Odd>(r#"{"id":1}"#).await;
    assert_as_serde_json::<Odd>(r#"{"constructor":"a","toString":"b","__proto__":7}"#).await;
}

#[wasm_bindgen_test]
async fn an_integer_that_a_browser_rounds_is_an_error_that_names_its_place() {
    let claims = r#"{"id":1,"roles":[{"member":{"team":"x","since":9007199254740993}}]}"#;
    let error = read::<Person>(claims).await.expect_err("rounded");
    assert_eq!(error.code, Code::UnexpectedResponse);
    let place = "the claims/roles/0/member/since: 9007199254740992 is more than";
    assert!(error.message.starts_with(place), "{error}");
    let whole = read::<BTreeMap<String, f64>>(r#"{"id":9007199254740993}"#).await;
    assert!(whole.is_ok(), "a float may be rounded: {whole:?}");
}

#[wasm_bindgen_test]
async fn an_error_says_where_it_is() {
    let error = read::<Person>(r#"{"id":1,"roles":["admin",{"editor":300}]}"#).await;
    let error = error.expect_err("too large");
    let place = "the claims/roles/1/editor: invalid value: integer `300`";
    assert!(error.message.starts_with(place), "{error}");
}
