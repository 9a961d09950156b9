//! `Session::send`: requests of the application, in the types of `gloo-net`.

use std::{cell::RefCell, rc::Rc};

use gloo_net::http::{Request, Response};
use hallpass::{Error, Event, machine::Code};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    server::{aged, seen, signed_in, turn, url},
    stage::{get, parsed},
};

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn an_expired_answer_is_refreshed_once_and_sent_again() {
    let session = signed_in().await;
    turn("/test/expire", "{}").await;
    let order = Request::post(&url("/api/orders"))
        .header("Content-Type", "application/json")
        .body(r#"{"item":"a lamp"}"#);
    let response = session
        .send(order.expect("a request"))
        .await
        .expect("an answer");
    assert_eq!(response.status(), 201);
    assert!((seen("refreshes").await - 1.0).abs() < 0.5);
    let orders = session.send(Request::get(&url("/api/orders"))).await;
    let orders = orders.expect("an answer").text().await.expect("a text");
    assert!(orders.contains("a lamp"), "{orders}");
    assert_eq!(get(&parsed(&orders), "subject"), "usr_8Zk3");
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn other_answers_are_handed_back_untouched() {
    let session = signed_in().await;
    let missing = session.send(Request::get(&url("/api/nothing"))).await;
    assert_eq!(missing.expect("an answer").status(), 404);
    assert!(seen("refreshes").await.abs() < 0.5);
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_stranger_gets_nothing() {
    let session = signed_in().await;
    for address in ["https://example.com/", "//example.com", "blob:x", "data:,x"] {
        let refused = session
            .send(Request::get(address))
            .await
            .expect_err(address);
        assert_eq!(refused.error.code, Code::UntrustedOrigin, "{address}");
        assert!(refused.response.is_none());
    }
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_step_up_is_told_and_its_answer_handed_back() {
    let session = signed_in().await;
    turn("/test/config", r#"{"step_up_max_age":1}"#).await;
    turn("/test/clock", r#"{"advance":2}"#).await;
    let said = Rc::<RefCell<Vec<Event>>>::default();
    let events = Rc::clone(&said);
    let _told = session.events(move |event| events.borrow_mut().push(event.clone()));
    let transfer = Request::post(&url("/api/transfer"))
        .header("Content-Type", "application/json")
        .body(r#"{"to":"x","amount":1}"#)
        .expect("a request");
    let answer = session.send(transfer).await.expect("an answer");
    assert_eq!(answer.status(), 401);
    assert!(
        matches!(&said.borrow()[..], [Event::StepUp { max_age: Some(age), .. }] if *age >= 0.0),
        "{said:?}"
    );
    assert!(session.snapshot().is_authenticated());
    assert!(
        seen("refreshes").await.abs() < 0.5,
        "a refresh would not help"
    );
    turn("/test/config", r#"{"step_up_max_age":300}"#).await;
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn what_cannot_be_renewed_fails_with_the_original_answer() {
    let session = aged().await;
    turn("/test/expire", "{}").await;
    turn(
        "/test/fault",
        r#"{"route":"refresh","kind":"status","status":429,"retry_after":30}"#,
    )
    .await;
    let failed = session.send(Request::get(&url("/api/me"))).await;
    let failed = failed.expect_err("no refresh");
    assert_eq!(failed.error.code, Code::RateLimited);
    assert_eq!(failed.response.as_ref().map(Response::status), Some(401));
    assert_eq!(Error::from(failed).status, Some(429));
    assert!(
        session.snapshot().is_authenticated(),
        "that ends nothing (P6)"
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn who_is_gone_sends_nothing() {
    let session = signed_in().await;
    session.dispose();
    let failed = session
        .send(Request::get(&url("/api/me")))
        .await
        .expect_err("disposed");
    assert_eq!(failed.error.code, Code::Disposed);
    let session = signed_in().await;
    drop(session);
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn the_browsers_own_failure_is_a_network_error() {
    let session = signed_in().await;
    turn(
        "/test/fault",
        r#"{"route":"api","kind":"close_before","times":20}"#,
    )
    .await;
    let cut = session
        .send(Request::get(&url("/api/me")))
        .await
        .expect_err("cut off");
    assert_eq!((cut.error.code, cut.error.status), (Code::Network, None));
}
