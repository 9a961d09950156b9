//! A sign-in that is given up by a signal (P29).

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
};

use gloo_net::http::Request;
use hallpass::{Code, LoginOptions};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, AbortSignal};

use crate::server::{fresh, reset, seen, sign_in, turn, url};

/// The credentials of a user, and a signal that may give them up.
fn credentials(signal: &AbortSignal) -> LoginOptions {
    LoginOptions::default()
        .credential("email", "demo@example.com")
        .credential("password", "correct horse")
        .signal(signal)
}

/// Begins what a future does, and leaves it there.
async fn begun<T>(mut future: Pin<&mut impl Future<Output = T>>) {
    poll_fn(|context| {
        let early = future.as_mut().poll(context).is_ready();
        assert!(!early, "it waits for the server");
        Poll::Ready(())
    })
    .await;
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_signal_that_has_aborted_posts_nothing() {
    let session = fresh().await;
    let closed = AbortController::new().expect("a controller");
    closed.abort();
    let error = session.login(credentials(&closed.signal())).await;
    let error = error.expect_err("given up");
    assert!(error.aborted, "{error:?}");
    assert_eq!(error.code, Code::Network);
    assert!(seen("sign_ins").await.abs() < 0.5);
    let snapshot = sign_in(&session).await.expect("to be let in");
    assert!(snapshot.is_authenticated());
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_sign_in_that_is_given_up_on_its_way_is_over_at_once_whatever_the_reason() {
    let session = fresh().await;
    turn("/test/fault", r#"{"route":"login","kind":"hold"}"#).await;
    let dialog = AbortController::new().expect("a controller");
    let mut login = pin!(session.login(credentials(&dialog.signal())));
    begun(login.as_mut()).await;
    let held = Request::get(&url("/test/held?count=1")).send().await;
    assert!(held.expect("the server").ok());
    dialog.abort_with_reason(&"The dialog was closed.".into());
    let error = login.await.expect_err("given up");
    assert!(error.aborted, "{error:?}");
    assert_eq!(error.message, "The dialog was closed.");
    // What was posted may have worked or not: the session endpoint says which.
    reset().await;
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_signal_is_no_credential_and_a_refusal_is_no_abort() {
    let session = fresh().await;
    let open = AbortController::new().expect("a controller");
    let guessed = credentials(&open.signal()).credential("password", "guessed");
    let refused = session.login(guessed).await.expect_err("a wrong password");
    assert_eq!(refused.code, Code::InvalidCredentials);
    assert!(!refused.aborted);
    let snapshot = session.login(credentials(&open.signal())).await;
    assert!(snapshot.expect("to be let in").is_authenticated());
}
