//! `requests.ts`: the application's own requests, to a real server.

use js_sys::{Error, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    server::{reset, turn, url},
    stage::{In, Stage, function, get, headers, parsed, set, settled, sink, text},
};

#[wasm_bindgen(module = "/tests/wasm/generated/adapters.js")]
extern "C" {
    type Requests;
    fn requests(page: &JsValue) -> Requests;
    #[wasm_bindgen(method, js_name = _fetch)]
    fn fetch(this: &Requests, request: &Request, streams: bool) -> Promise;
    #[wasm_bindgen(method, js_name = _dispatch)]
    fn dispatch(this: &Requests, id: u32, digest: u32);
    #[wasm_bindgen(method, js_name = _deliver)]
    fn deliver(this: &Requests, id: u32);
    #[wasm_bindgen(method, js_name = _reject)]
    fn reject(this: &Requests, id: u32, code: &str);
    #[wasm_bindgen(method, js_name = _drop)]
    fn drop(this: &Requests, why: &JsValue);
}

#[wasm_bindgen]
extern "C" {
    type Request;
    #[wasm_bindgen(constructor, catch)]
    fn new(url: &str, init: &JsValue) -> Result<Request, JsValue>;

    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController, reason: &str);
}

const ID: u32 = 5;

fn error() -> JsValue {
    function(|code, _, _| {
        let error = Error::new("");
        set(&error, "code", &code);
        error.into()
    })
    .into()
}

/// Makes an error of what the engine says: its code comes first.
fn refusal() -> JsValue {
    function(|complaint, _, _| {
        let error = Error::new("");
        set(&error, "code", &get(&complaint, "0"));
        error.into()
    })
    .into()
}

async fn fresh() -> (Stage, Requests) {
    reset().await;
    let sink = sink();
    set(&sink, "error", &error());
    let trusts = function(|address, _, _| (get(&address, "origin") == url("")).into());
    let stage = Stage::new()
        .with("_origins", js_sys::Array::of1(&url("").into()))
        .with("_trusts", trusts)
        .with("_headers", headers())
        .with("_handle", function(|_, _, _| JsValue::NULL))
        .with("_other", function(|_, _, _| JsValue::UNDEFINED))
        .with("_id", function(|_, _, _| ID.into()))
        .with("_error", refusal())
        .with("_sink", sink);
    let requests = requests(&stage.page);
    (stage, requests)
}

/// A request to a path of the server.
fn request(path: &str, init: &JsValue) -> Request {
    Request::new(&url(path), init).expect("a request")
}

fn none() -> JsValue {
    JsValue::UNDEFINED
}

async fn responded(stage: &Stage) -> f64 {
    let push = stage.next().await;
    assert_eq!((push.input, push.id), (In::Responded, f64::from(ID)));
    push.a
}

async fn code(promise: Promise) -> JsValue {
    get(&settled(promise).await.expect_err("a failure"), "code")
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_request_waits_to_be_sent_and_its_answer_to_be_handed_over() {
    let (stage, requests) = fresh().await;
    let promise = requests.fetch(&request("/api/me", &none()), false);
    let asked = stage.take().expect("it asks at once");
    assert_eq!(
        (asked.input, asked.id, asked.a),
        (In::Requested, f64::from(ID), 0.0)
    );
    requests.dispatch(ID, 0);
    let push = stage.next().await;
    assert_eq!((push.input, push.a), (In::Responded, 401.0));
    assert!(
        text(&push.value).contains("error"),
        "what it says, for the engine"
    );
    requests.deliver(ID);
    let response = settled(promise).await.expect("a response");
    assert_eq!(get(&response, "status"), 401.0);
    assert_eq!(
        get(&response, "bodyUsed"),
        false,
        "unread, as `fetch` hands it over"
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_body_can_be_sent_twice() {
    let (stage, requests) = fresh().await;
    let init = r#"{"method":"POST","body":"{\"item\":\"x\"}","headers":{"Content-Type":"application/json"}}"#;
    let promise = requests.fetch(&request("/api/orders", &parsed(init)), false);
    assert_eq!(stage.next().await.input, In::Requested);
    for _ in 0..2 {
        requests.dispatch(ID, 0);
        assert!((responded(&stage).await - 401.0).abs() < 0.5);
    }
    requests.deliver(ID);
    assert_eq!(
        get(&settled(promise).await.expect("a response"), "status"),
        401.0
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn nothing_is_sent_to_a_stranger() {
    let (stage, requests) = fresh().await;
    for address in [
        "https://example.com/",
        "//example.com/",
        "\\\\example.com",
        "blob:x",
        "data:,x",
        "javascript:0",
    ] {
        assert_eq!(
            code(requests.fetch(&Request::new(address, &none()).expect("an address"), false)).await,
            "untrusted_origin",
            "{address}"
        );
    }
    for address in ["http://[", "http://127.0.0.1@example.com/"] {
        let broken = Request::new(address, &none()).err().expect("no request");
        assert_eq!(get(&broken, "name"), "TypeError", "{address}");
    }
    assert!(stage.take().is_none());
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn whoever_gives_up_hears_their_own_reason() {
    let (stage, requests) = fresh().await;
    turn("/test/fault", r#"{"route":"api","kind":"delay","ms":300}"#).await;
    let (init, controller) = (parsed("{}"), AbortController::new());
    set(&init, "signal", &controller.signal());
    let promise = requests.fetch(&request("/api/me", &init), false);
    requests.dispatch(ID, 0);
    controller.abort("changed my mind");
    assert_eq!(settled(promise).await, Err("changed my mind".into()));
    assert_eq!(stage.inputs(), [In::Requested, In::Abandoned]);
    let late = requests.fetch(&request("/api/me", &init), false);
    assert_eq!(settled(late).await, Err("changed my mind".into()));
    assert!(stage.take().is_none());
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_refusal_keeps_the_original_answer() {
    let (stage, requests) = fresh().await;
    let promise = requests.fetch(&request("/api/me", &none()), false);
    stage.next().await;
    requests.dispatch(ID, 0);
    responded(&stage).await;
    requests.reject(ID, "session_ended");
    let error = settled(promise).await.expect_err("a refusal");
    assert_eq!(
        (get(&error, "code"), get(&error, "response.status")),
        ("session_ended".into(), 401.into())
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn the_browsers_own_failure_is_handed_over() {
    let (stage, requests) = fresh().await;
    turn(
        "/test/fault",
        r#"{"route":"api","kind":"close_before","times":20}"#,
    )
    .await;
    let promise = requests.fetch(&request("/api/me", &none()), false);
    stage.next().await;
    requests.dispatch(ID, 0);
    assert!(responded(&stage).await < 0.0, "no status");
    requests.deliver(ID);
    let failure = settled(promise).await.expect_err("cut off");
    assert_eq!(get(&failure, "name"), "TypeError");
    reset().await;
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn what_is_open_at_the_end_fails() {
    let (stage, requests) = fresh().await;
    let promise = requests.fetch(&request("/api/me", &none()), false);
    let disposed = function(|_, _, _| {
        let error = Error::new("");
        set(&error, "code", &"disposed".into());
        error.into()
    });
    requests.drop(&disposed);
    assert_eq!(code(promise).await, "disposed");
    assert_eq!(stage.inputs(), [In::Requested]);
}
