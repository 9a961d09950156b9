//! What the Rust surface tells a person who debugs.

use std::{cell::RefCell, rc::Rc};

use hallpass::{Session, TraceEntry, TraceValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::server::{at_rest, options, reset, sign_in, turn, turned};

type Entries = Rc<RefCell<Vec<TraceEntry>>>;

async fn traced() -> (Session, Entries) {
    reset().await;
    let entries = Entries::default();
    let told = Rc::clone(&entries);
    let options = options().debug(move |entry| told.borrow_mut().push(entry.clone()));
    let session = Session::start(options).expect("options that work");
    session.ready().await.expect("an answer");
    (session, entries)
}

/// Whether the lines come in this order, others between them.
fn in_order(lines: &[String], wanted: &[&str]) -> bool {
    let mut lines = lines.iter();
    wanted
        .iter()
        .all(|wanted| lines.any(|line| line.starts_with(wanted)))
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn why_somebody_was_signed_out_is_told_by_the_last_entries() {
    let (session, entries) = traced().await;
    sign_in(&session).await.expect("to be let in");
    at_rest(&session).await;
    turn("/test/kill", "{}").await;
    session.refresh().await.expect_err("it is over");
    turned().await;
    let entries = entries.borrow();
    let lines: Vec<_> = entries.iter().map(ToString::to_string).collect();
    let story = [
        "input called id=",
        "effect acquireLock id=",
        "input lock-granted id=",
        "effect send id=",
        "input answered id=",
        "snapshot status=unauthenticated activity=idle reason=revoked",
        "event ended reason=revoked",
    ];
    let last = &lines[lines.len().saturating_sub(14)..];
    assert!(in_order(last, &story), "{last:#?}");
    let word = |name: &str, word: &str| (name.to_owned(), TraceValue::Word(word.to_owned()));
    // The session endpoint confirms the refusal: it is asked last.
    let tells = |event: &str, wanted: &[(String, TraceValue)]| {
        let mut entries = entries.iter().filter(|entry| entry.event == event);
        entries.any(|entry| wanted.iter().all(|pair| entry.detail.contains(pair)))
    };
    let sent = [word("intent", "refresh"), word("path", "/refresh")];
    assert!(tells("effect send", &sent), "{last:#?}");
    let status = ("status".to_owned(), TraceValue::Number(401.0));
    let refused = [status, word("error", "session_ended")];
    assert!(tells("input answered", &refused), "{last:#?}");
    #[allow(clippy::cast_possible_truncation)] // epoch milliseconds
    let now = js_sys::Date::new_0().get_time() as i64;
    assert!(entries.iter().all(|entry| (now - entry.at).abs() < 60_000));
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_trace_tells_no_secret() {
    let (session, entries) = traced().await;
    sign_in(&session).await.expect("to be let in");
    turned().await;
    let told = format!("{:?}", entries.borrow());
    assert!(told.contains("input called"), "{told}");
    for secret in ["correct horse", "demo@example.com", "Demo User", "usr_8Zk3"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_session_that_is_gone_tells_nothing_and_keeps_nobody() {
    let (session, entries) = traced().await;
    drop(session);
    turned().await;
    assert_eq!(Rc::strong_count(&entries), 1, "what listened is freed");
}
