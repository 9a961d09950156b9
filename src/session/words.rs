//! What the page says, word by word: each is read as what it stands for, and one that is not known is an error.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::{error::Error, event::Event, page::object, snapshot::Snapshot};
use crate::machine::{Activity, By, Code, EventKind, Limit, Reason, Status};

wasm_bindgen_test_configure!(run_in_browser);

/// An event of a kind, with all that events of any kind have.
fn event(kind: &str, changed: Option<(&str, &str)>) -> Result<Event, Error> {
    let error = object([("code", Code::Server.as_str().into())]);
    let said = object([
        ("type", kind.into()),
        ("limit", Limit::Idle.as_str().into()),
        ("expiresAt", 1.0.into()),
        ("reason", Reason::Revoked.as_str().into()),
        ("by", By::Server.as_str().into()),
        ("error", error),
    ]);
    if let Some((name, word)) = changed {
        Reflect::set(&said, &name.into(), &word.into()).expect("an object");
    }
    Event::read(&said)
}

fn snapshot(status: &str, activity: &str, reason: &str) -> Result<Snapshot, Error> {
    Snapshot::read(&object([
        ("status", status.into()),
        ("activity", activity.into()),
        ("reason", reason.into()),
    ]))
}

fn assert_unknown<T: core::fmt::Debug>(read: Result<T, Error>, word: &str) {
    let error = read.expect_err(word);
    assert_eq!(error.code, Code::UnexpectedResponse);
    assert!(error.message.contains(&format!("\"{word}\"")), "{error}");
}

#[wasm_bindgen_test]
fn every_word_that_is_declared_is_read_as_itself() {
    for kind in EventKind::ALL {
        event(kind.as_str(), None).expect("a known event");
    }
    for reason in Reason::ALL {
        let ended = event("ended", Some(("reason", reason.as_str())));
        assert!(matches!(ended, Ok(Event::Ended { reason: read, .. }) if read == *reason));
        let status = snapshot("unauthenticated", "idle", reason.as_str());
        let status = status.expect("a known reason").status;
        assert_eq!(status, Status::Unauthenticated(*reason));
    }
    for activity in Activity::ALL {
        let read = snapshot("loading", activity.as_str(), "");
        assert_eq!(read.expect("a known activity").activity, *activity);
    }
    for code in Code::ALL {
        let thrown = object([("code", code.as_str().into())]);
        assert_eq!(Error::read(&thrown).code, *code);
    }
}

#[wasm_bindgen_test]
fn a_word_that_is_not_declared_is_an_error_that_quotes_it() {
    assert_unknown(event("renamed", None), "renamed");
    assert_unknown(event("ended", Some(("reason", "bored"))), "bored");
    assert_unknown(event("ended", Some(("by", "moon"))), "moon");
    assert_unknown(event("expiring", Some(("limit", "lunar"))), "lunar");
    assert_unknown(snapshot("unauthenticated", "idle", "bored"), "bored");
    assert_unknown(snapshot("loading", "asleep", ""), "asleep");
    assert_unknown(snapshot("maybe", "idle", ""), "maybe");
    let thrown = object([("code", JsValue::from("sunspots"))]);
    assert_unknown(Err::<(), _>(Error::read(&thrown)), "sunspots");
}
