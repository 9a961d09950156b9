//! `endpoint.ts`: requests to the session endpoints of a real server.

use std::{cell::RefCell, rc::Rc};

use hallpass::{border::Failure, machine::Intent};
use js_sys::{Error, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    server::{reset, turn, url},
    stage::{In, Push, Shadow, Stage, function, get, headers, parsed, set, sink, text},
};

#[wasm_bindgen(module = "/tests/wasm/generated/adapters.js")]
extern "C" {
    type Endpoint;
    fn endpoint(page: &JsValue, preset: &JsValue) -> Endpoint;
    #[wasm_bindgen(method, js_name = _send)]
    fn send(this: &Endpoint, id: u32, endpoint: &JsValue, intent: u32, whose: u32);
    #[wasm_bindgen(method, js_name = _abort)]
    fn abort(this: &Endpoint, id: u32);

    type Latest;
    fn latest(sink: &JsValue) -> Latest;
    #[wasm_bindgen(method, js_name = _kept)]
    fn kept(this: &Latest) -> JsValue;
    #[wasm_bindgen(method, js_name = _error)]
    fn error(this: &Latest, complaint: &JsValue) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    type Response;
    #[wasm_bindgen(constructor)]
    fn new(body: &str, init: &JsValue) -> Response;
}

/// Why there is no answer.
const NETWORK: f64 = Failure::Network as u32 as f64;
const TIMED_OUT: f64 = Failure::Timeout as u32 as f64;
const STALE: f64 = Failure::Stale as u32 as f64;
const REJECTED: f64 = Failure::Rejected as u32 as f64;

/// A page that finds claims where the contract has them, and needs no token.
fn stage() -> Stage {
    let nothing = function(|_, _, _| JsValue::UNDEFINED);
    let claims = function(|answer, _, _| {
        let body = get(&answer, "body");
        if body.is_object() {
            get(&body, "claims")
        } else {
            JsValue::UNDEFINED
        }
    });
    let facts = function(|_, claims, _| {
        let facts = parsed("{}");
        set(&facts, "_claims", &claims);
        facts
    });
    let address = function(|endpoint, _, _| {
        let path = get(&endpoint, "path").as_string().expect("a path");
        url(&format!("/auth{path}")).into()
    });
    let sink = sink();
    // Of an error the tests look at what is known beside its code.
    set(&sink, "error", &function(|_, known, _| known));
    let stage = Stage::new();
    Object::<JsValue>::assign(stage.page.unchecked_ref(), latest(&sink).unchecked_ref());
    stage
        .with("_address", address)
        .with("_headers", headers())
        .with("_handle", nothing)
        .with("_claims", claims)
        .with("_facts", facts)
        .with("_other", function(|_, _, _| JsValue::UNDEFINED))
        .with("_early", function(|_, _, _| JsValue::UNDEFINED))
        .with("_sink", sink)
}

/// What has been asked before there was an engine.
fn set_early(stage: &Stage, early: &JsValue) {
    let early = early.clone();
    set(
        &stage.page,
        "_early",
        &function(move |_, _, _| early.clone()),
    );
}

fn last(stage: &Stage) -> Latest {
    stage.page.clone().unchecked_into()
}

/// An endpoint of a server of which no more is known.
struct Server {
    endpoint: Endpoint,
    session: JsValue,
}

impl Server {
    fn new(stage: &Stage, early: &JsValue) -> Self {
        let (preset, session) = (parsed("{}"), parsed(r#"{"path":"/session"}"#));
        set(&preset, "session", &session);
        let endpoint = endpoint(&stage.page, &preset);
        set_early(stage, early);
        Self { endpoint, session }
    }

    fn check(&self, id: u32) {
        self.endpoint
            .send(id, &self.session, Intent::Check as u32, 0);
    }

    fn post(&self, id: u32, path: &str, intent: Intent) {
        let endpoint = parsed("{}");
        set(&endpoint, "path", &path.into());
        self.endpoint.send(id, &endpoint, intent as u32, 0);
    }

    fn abort(&self, id: u32) {
        self.endpoint.abort(id);
    }
}

async fn fresh() -> (Stage, Server) {
    reset().await;
    let stage = stage();
    let server = Server::new(&stage, &JsValue::UNDEFINED);
    (stage, server)
}

fn body(push: &Push) -> String {
    text(&get(&push.value, "body"))
}

async fn fault(route: &str, fault: &str) {
    turn("/test/fault", &format!(r#"{{"route":"{route}",{fault}}}"#)).await;
}

fn is(push: &Push, input: In, id: f64, a: f64) {
    assert_eq!((push.input, push.id, push.a), (input, id, a), "{push:?}");
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn an_answer_comes_with_its_status_and_its_json() {
    let (stage, server) = fresh().await;
    server.check(1);
    let push = stage.next().await;
    is(&push, In::Answered, 1.0, 200.0);
    assert_eq!(body(&push), r#"{"authenticated":false}"#);
    server.post(2, "/refresh", Intent::Refresh);
    is(&stage.next().await, In::Answered, 2.0, 401.0);
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn credentials_are_posted_as_json() {
    let (stage, server) = fresh().await;
    let credentials = r#"{"email":"demo@example.com","password":"correct horse"}"#;
    let given = function(move |_, _, _| parsed(credentials));
    set(&stage.page, "_given", &given);
    server.post(1, "/login", Intent::Login);
    let push = stage.next().await;
    is(&push, In::Answered, 1.0, 200.0);
    assert_eq!(get(&push.value, "body.subject"), "usr_8Zk3");
    assert_eq!(get(&last(&stage).kept(), "_claims.name"), "Demo User");
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn how_long_to_wait_is_told_in_milliseconds() {
    let (stage, server) = fresh().await;
    fault("session", r#""kind":"status","status":503,"retry_after":7"#).await;
    server.check(1);
    let push = stage.next().await;
    is(&push, In::Answered, 1.0, 503.0);
    assert!((push.b - 7000.0).abs() < 0.5);
    server.check(2);
    assert!(stage.next().await.b.is_nan(), "nobody said");
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn what_is_no_json_is_no_value() {
    let (stage, server) = fresh().await;
    for (kind, status) in [("html", 200.0), ("redirect", 0.0), ("wrong_type", 200.0)] {
        fault("session", &format!(r#""kind":"{kind}""#)).await;
        server.check(1);
        let push = stage.next().await;
        is(&push, In::Answered, 1.0, status);
        assert!(get(&push.value, "body").is_undefined(), "{kind}: {push:?}");
    }
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_cut_line_is_a_network_failure() {
    let (stage, server) = fresh().await;
    // A browser asks again by itself where nothing came of a connection it kept.
    fault("session", r#""kind":"close_before","times":20"#).await;
    server.check(1);
    is(&stage.next().await, In::Failed, 1.0, NETWORK);
    reset().await;
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn what_is_given_up_is_not_heard() {
    let (stage, server) = fresh().await;
    fault("session", r#""kind":"delay","ms":300"#).await;
    server.check(1);
    server.abort(1);
    server.abort(7);
    server.check(2);
    is(&stage.next().await, In::Answered, 2.0, 200.0);
    assert!(stage.take().is_none());
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn an_answer_has_ten_seconds() {
    let (stage, server) = fresh().await;
    fault("session", r#""kind":"delay","ms":300"#).await;
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
    server.check(1);
    drop(clock);
    let (run, delay) = armed.take().expect("a timeout");
    assert_eq!(delay, 10_000.0);
    run.call0(&JsValue::UNDEFINED).expect("no exception");
    is(&stage.next().await, In::Failed, 1.0, TIMED_OUT);
    assert!(stage.take().is_none(), "and nothing after it");
}

#[wasm_bindgen_test]
async fn a_copy_out_of_a_cache_is_no_answer() {
    let stage = stage();
    let cached = Response::new(
        "{}",
        &parsed(r#"{"headers":{"age":"3","content-type":"application/json"}}"#),
    );
    let server = Server::new(&stage, &Promise::resolve(&cached));
    server.check(1);
    is(&stage.next().await, In::Failed, 1.0, STALE);
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn the_question_asked_early_is_asked_once() {
    reset().await;
    let stage = stage();
    let early = Response::new(
        r#"{"early":1}"#,
        &parsed(r#"{"headers":{"content-type":"application/json"}}"#),
    );
    let server = Server::new(&stage, &Promise::resolve(&early));
    server.check(1);
    // As the page does, once it has begun: by then it is taken.
    set_early(&stage, &JsValue::UNDEFINED);
    assert_eq!(body(&stage.next().await), r#"{"early":1}"#);
    server.check(2);
    assert_eq!(body(&stage.next().await), r#"{"authenticated":false}"#);
}

#[wasm_bindgen_test]
async fn the_applications_schema_has_the_last_word() {
    let stage = stage();
    let refuse = function(|_, _, _| Promise::reject(&Error::new("no tenant")).into());
    set(&stage.get("_sink"), "validate", &refuse);
    let json = parsed(r#"{"headers":{"content-type":"application/json"}}"#);
    let early = Response::new(r#"{"claims":{"name":"x"}}"#, &json);
    let server = Server::new(&stage, &Promise::resolve(&early));
    server.check(1);
    is(&stage.next().await, In::Failed, 1.0, REJECTED);
    let known = last(&stage).error(&parsed(r#"["unexpected_response",null,0,0]"#));
    let words = get(&known, "message").as_string().expect("words");
    assert!(words.contains("no tenant"), "{words}");
}
