//! The abort signal of the Rust surface (P17).

use hallpass::{LogoutOptions, Options, Preset, Session};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    server::{enter, fresh, reset, sign_in, signed_in, url},
    stage::get,
};

fn why(reason: &JsValue) -> (String, String) {
    let word = |name| get(reason, name).as_string().unwrap_or_default();
    (word("name"), word("code"))
}

fn signed_out() -> (String, String) {
    ("SessionError".to_owned(), "session_ended".to_owned())
}

async fn log_out(session: &Session) {
    let options = LogoutOptions::default();
    session.logout(options).await.expect("a logout");
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn the_signal_aborts_with_the_session_and_the_next_has_its_own() {
    let session = signed_in().await;
    let signal = session.signal();
    session.refresh().await.expect("a refresh");
    assert!(!signal.aborted(), "a refresh ends nothing");
    assert_eq!(signal, session.signal());
    log_out(&session).await;
    assert!(signal.aborted());
    assert_eq!(why(&signal.reason()), signed_out());
    assert!(session.signal().aborted(), "nobody is signed in");
    sign_in(&session).await.expect("to be let in");
    assert!(!session.signal().aborted());
    assert!(signal.aborted(), "what has ended stays ended");
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn who_was_never_signed_in_has_nothing_to_lose() {
    let session = fresh().await;
    let signal = session.signal();
    assert!(!signal.aborted());
    sign_in(&session).await.expect("to be let in");
    assert!(
        !signal.aborted(),
        "what was opened before belongs to this session"
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn another_person_in_the_cookie_ends_the_session_before() {
    let session = signed_in().await;
    let first = session.signal();
    enter("second@example.com", "battery staple").await;
    session.check().await.expect("an answer");
    assert!(first.aborted());
    assert!(!session.signal().aborted());
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn where_people_have_no_names_another_session_ends_the_one_before() {
    reset().await;
    let nameless = Preset {
        subject: None,
        ..Preset::hallpass()
    };
    let options = Options::new(nameless)
        .base_url(url("/auth"))
        .origin(url(""));
    let session = Session::start(options).expect("options that work");
    sign_in(&session).await.expect("to be let in");
    assert_eq!(session.snapshot().subject, None);
    let first = session.signal();
    enter("demo@example.com", "correct horse").await;
    session.check().await.expect("an answer");
    assert!(first.aborted(), "no snapshot tells, an event does");
    assert!(!session.signal().aborted());
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_session_disposed_of_aborts_for_good() {
    let session = signed_in().await;
    let signal = session.signal();
    session.dispose();
    assert!(signal.aborted());
    let (name, code) = why(&signal.reason());
    assert_eq!((&*name, &*code), ("SessionError", "disposed"));
    assert!(session.signal().aborted());
}
