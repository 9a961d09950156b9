//! `endpoint.js`: requests to the session endpoints of a real server.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Error, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    server::{held, reset, turn, url},
    stage::{In, Push, Shadow, Stage, function, get, global, headers, parsed, set, text},
};

#[wasm_bindgen(module = "/src/browser/page/endpoint.js")]
extern "C" {
    type Endpoint;
    fn endpoint(page: &JsValue, early: &JsValue) -> Endpoint;
    #[wasm_bindgen(method)]
    fn send(this: &Endpoint, id: u32, flags: u32, keepalive: bool, path: &str, body: &str);
    #[wasm_bindgen(method)]
    fn abort(this: &Endpoint, id: u32);
}

#[wasm_bindgen]
extern "C" {
    type Response;
    #[wasm_bindgen(constructor)]
    fn new(body: &str, init: &JsValue) -> Response;
}

const GET: u32 = 0;
const POST: u32 = 4;
/// Why there is no answer, by the numbers of `endpoint.js`.
const NETWORK: f64 = 0.0;
const TIMED_OUT: f64 = 1.0;
const STALE: f64 = 2.0;
const REJECTED: f64 = 3.0;

/// An endpoint that finds claims where the contract has them.
fn stage() -> Stage {
    let facts = function(|body, _, _| {
        let facts = parsed("{}");
        set(&facts, "claims", &get_or_undefined(&body, "claims"));
        facts
    });
    Stage::new()
        .with("base", url("/auth"))
        .with("headers", headers())
        .with("handle", function(|whose, _, _| whose))
        .with("facts", facts)
        .with("sink", parsed("{}"))
}

fn get_or_undefined(of: &JsValue, name: &str) -> JsValue {
    if of.is_object() {
        get(of, name)
    } else {
        JsValue::UNDEFINED
    }
}

async fn fresh() -> (Stage, Endpoint) {
    reset().await;
    let stage = stage();
    let endpoint = endpoint(&stage.page, &JsValue::UNDEFINED);
    (stage, endpoint)
}

async fn fault(route: &str, fault: &str) {
    turn("/test/fault", &format!(r#"{{"route":"{route}",{fault}}}"#)).await;
}

fn is(push: &Push, input: In, id: f64, a: f64) {
    assert_eq!((push.input, push.id, push.a), (input, id, a), "{push:?}");
}

#[wasm_bindgen_test]
async fn an_answer_comes_with_its_status_and_its_json() {
    let (stage, endpoint) = fresh().await;
    endpoint.send(1, GET, false, "/session", "");
    let push = stage.next().await;
    is(&push, In::ANSWERED, 1.0, 200.0);
    assert_eq!(text(&push.value), r#"{"authenticated":false}"#);
    endpoint.send(2, POST, true, "/refresh", "");
    is(&stage.next().await, In::ANSWERED, 2.0, 401.0);
}

#[wasm_bindgen_test]
async fn credentials_are_posted_as_json() {
    let (stage, endpoint) = fresh().await;
    let credentials = r#"{"email":"demo@example.com","password":"correct horse"}"#;
    set(
        &stage.page,
        "text",
        &function(move |_, _, _| credentials.into()),
    );
    endpoint.send(1, POST, false, "/login", "*");
    let push = stage.next().await;
    is(&push, In::ANSWERED, 1.0, 200.0);
    assert_eq!(get(&push.value, "subject"), "usr_8Zk3");
    assert_eq!(get(&stage.get("answer"), "claims.name"), "Demo User");
}

#[wasm_bindgen_test]
async fn how_long_to_wait_is_told_in_milliseconds() {
    let (stage, endpoint) = fresh().await;
    fault("session", r#""kind":"status","status":503,"retry_after":7"#).await;
    endpoint.send(1, GET, false, "/session", "");
    let push = stage.next().await;
    is(&push, In::ANSWERED, 1.0, 503.0);
    assert!((push.b - 7000.0).abs() < 0.5);
    endpoint.send(2, GET, false, "/session", "");
    assert!(stage.next().await.b.is_nan(), "nobody said");
}

#[wasm_bindgen_test]
async fn what_is_no_json_is_no_value() {
    let (stage, endpoint) = fresh().await;
    for (kind, status) in [("html", 200.0), ("redirect", 0.0), ("wrong_type", 200.0)] {
        fault("session", &format!(r#""kind":"{kind}""#)).await;
        endpoint.send(1, GET, false, "/session", "");
        let push = stage.next().await;
        is(&push, In::ANSWERED, 1.0, status);
        assert!(push.value.is_undefined(), "{kind}: {push:?}");
    }
}

#[wasm_bindgen_test]
async fn a_cut_line_is_a_network_failure() {
    let (stage, endpoint) = fresh().await;
    // A browser asks again by itself where nothing came of a connection it kept.
    fault("session", r#""kind":"close_before","times":20"#).await;
    endpoint.send(1, GET, false, "/session", "");
    is(&stage.next().await, In::FAILED, 1.0, NETWORK);
    reset().await;
}

#[wasm_bindgen_test]
async fn what_is_given_up_is_not_heard() {
    let (stage, endpoint) = fresh().await;
    fault("session", r#""kind":"hold""#).await;
    endpoint.send(1, GET, false, "/session", "");
    held().await;
    endpoint.abort(1);
    endpoint.abort(7);
    turn("/test/release", "{}").await;
    endpoint.send(2, GET, false, "/session", "");
    is(&stage.next().await, In::ANSWERED, 2.0, 200.0);
    assert!(stage.take().is_none());
}

#[wasm_bindgen_test]
async fn an_answer_has_ten_seconds() {
    let (stage, endpoint) = fresh().await;
    fault("session", r#""kind":"hold""#).await;
    let armed = Rc::<RefCell<Option<(Function, JsValue)>>>::default();
    let arm = Rc::clone(&armed);
    let clock = Shadow::new(
        &js_sys::global(),
        "setTimeout",
        function(move |run, delay, _| {
            *arm.borrow_mut() = Some((run.unchecked_into(), delay));
            JsValue::UNDEFINED
        }),
    );
    endpoint.send(1, GET, false, "/session", "");
    drop(clock);
    let (run, delay) = armed.take().expect("a timeout");
    assert_eq!(delay, 10_000.0);
    held().await;
    run.call0(&JsValue::UNDEFINED).expect("no exception");
    is(&stage.next().await, In::FAILED, 1.0, TIMED_OUT);
    turn("/test/release", "{}").await;
    assert!(stage.take().is_none(), "and nothing after it");
}

#[wasm_bindgen_test]
async fn a_copy_out_of_a_cache_is_no_answer() {
    let stage = stage();
    let cached = Response::new(
        "{}",
        &parsed(r#"{"headers":{"age":"3","content-type":"application/json"}}"#),
    );
    let endpoint = endpoint(&stage.page, &Promise::resolve(&cached));
    endpoint.send(1, GET, false, "/session", "");
    is(&stage.next().await, In::FAILED, 1.0, STALE);
}

#[wasm_bindgen_test]
async fn the_question_asked_early_is_asked_once() {
    reset().await;
    let stage = stage();
    let early = Response::new(
        r#"{"early":1}"#,
        &parsed(r#"{"headers":{"content-type":"application/json"}}"#),
    );
    let endpoint = endpoint(&stage.page, &Promise::resolve(&early));
    endpoint.send(1, GET, false, "/session", "");
    assert_eq!(text(&stage.next().await.value), r#"{"early":1}"#);
    endpoint.send(2, GET, false, "/session", "");
    assert_eq!(
        text(&stage.next().await.value),
        r#"{"authenticated":false}"#
    );
}

#[wasm_bindgen_test]
async fn the_applications_schema_has_the_last_word() {
    let stage = stage();
    let refuse = function(|_, _, _| Promise::reject(&Error::new("no tenant")).into());
    set(&stage.get("sink"), "validate", &refuse);
    let json = parsed(r#"{"headers":{"content-type":"application/json"}}"#);
    let early = Response::new(r#"{"claims":{"name":"x"}}"#, &json);
    let endpoint = endpoint(&stage.page, &Promise::resolve(&early));
    endpoint.send(1, GET, false, "/session", "");
    is(&stage.next().await, In::FAILED, 1.0, REJECTED);
    let words = stage.get("words").as_string().expect("words");
    assert!(words.contains("no tenant"), "{words}");
    assert!(!global("Response").is_undefined());
}
