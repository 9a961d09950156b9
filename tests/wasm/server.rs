//! The reference server, and the knobs of its test build.

use std::{
    cell::Cell,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

use gloo_net::http::{Request, Response};
use hallpass::{Error, LoginOptions, Options, Preset, Session, Snapshot, machine::Activity};
use js_sys::{Array, Promise};
use serde::Deserialize;
use wasm_bindgen::JsValue;

use crate::{
    stage::{get, parsed, settled},
    world,
};

/// Returns an address on the server: where that of the `ignore` listens, unless xtask says
/// another one.
pub(crate) fn url(path: &str) -> String {
    let server = world::server().unwrap_or("http://127.0.0.1:8080");
    format!("{server}{path}")
}

#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Claims {
    pub(crate) name: String,
    pub(crate) email: String,
}

/// Turns a knob.
pub(crate) async fn turn(knob: &str, body: &str) -> Response {
    let request = Request::post(&url(knob)).header("Content-Type", "application/json");
    let response = request.body(body).expect("a request").send().await;
    let response = response.expect("the server");
    assert!(response.ok(), "{knob}: {}", response.status());
    response
}

/// Forgets every session and every fault.
pub(crate) async fn reset() {
    turn("/test/reset", "{}").await;
}

/// How many requests of a kind it has seen since.
pub(crate) async fn seen(what: &str) -> f64 {
    let response = Request::get(&url("/test/stats")).send().await;
    let text = response.expect("the server").text().await.expect("a text");
    let count = get(&parsed(&text), what).as_f64();
    count.unwrap_or_else(|| panic!("no {what} in {text}"))
}

pub(crate) fn options() -> Options {
    let options = Options::new(Preset::hallpass());
    options.base_url(url("/auth")).origin(url(""))
}

/// A session of a server that knows of none yet.
pub(crate) async fn fresh() -> Session {
    reset().await;
    let session = Session::start(options()).expect("options that work");
    session.ready().await.expect("an answer");
    session
}

/// A session with somebody signed in.
pub(crate) async fn signed_in() -> Session {
    let session = fresh().await;
    sign_in(&session).await.expect("to be let in");
    at_rest(&session).await;
    session
}

/// A session most of whose access part has passed: one with a whole lifetime left counts as renewed.
pub(crate) async fn aged() -> Session {
    let session = signed_in().await;
    turn("/test/clock", r#"{"advance":200}"#).await;
    session.check().await.expect("an answer");
    at_rest(&session).await;
    session
}

/// Waits until nothing is under way: a sign-in is told to the other tabs before it is over.
pub(crate) async fn at_rest(session: &Session) {
    let waiting = Rc::<Cell<Option<Waker>>>::default();
    let told = Rc::clone(&waiting);
    let _told = session.subscribe(move |_| {
        if let Some(waker) = told.take() {
            waker.wake();
        }
    });
    poll_fn(|context| {
        if session.snapshot().activity == Activity::Idle {
            return Poll::Ready(());
        }
        waiting.set(Some(context.waker().clone()));
        Poll::Pending
    })
    .await;
}

pub(crate) async fn sign_in(session: &Session) -> Result<Snapshot, Error> {
    let credentials = LoginOptions::default().credential("email", "demo@example.com");
    let credentials = credentials.credential("password", "correct horse");
    session.login(credentials).await
}

/// Signs somebody in behind the session's back, as another program of this origin could.
pub(crate) async fn enter(email: &str, password: &str) {
    let body = format!(r#"{{"email":"{email}","password":"{password}"}}"#);
    let request = Request::post(&url("/auth/login")).header("X-CSRF", "1");
    let request = request.header("Content-Type", "application/json");
    let request = request.credentials(web_sys::RequestCredentials::Include);
    let response = request.body(body).expect("a request").send().await;
    assert!(response.expect("the server").ok(), "{email}");
}

/// Runs to the next turn of the event loop's microtasks: what is decided already is done then.
pub(crate) async fn turned() {
    let nothing = Promise::all(&Array::new());
    settled(JsValue::from(nothing))
        .await
        .expect("nothing fails");
}
