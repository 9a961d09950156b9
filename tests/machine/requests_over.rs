//! Requests that an API calls over: the session endpoint has the last word.

use hallpass::machine::{Answer, Intent, Verdict};

use crate::harness::{MINUTE, Tab, ann};

#[test]
fn an_api_that_knows_of_no_session_is_handed_back_and_asked_about() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    let request = tab.request();
    tab.respond(request, Verdict::Over);
    assert!(tab.delivered(request));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in(), "an API may be wrong about sessions");
}

#[test]
fn an_api_that_disputes_every_answer_asks_no_more_than_once_a_second() {
    let mut tab = Tab::signed_in();
    for _ in 0..100 {
        let request = tab.request();
        tab.respond(request, Verdict::Over);
        assert!(tab.delivered(request));
        if tab.asks().is_some() {
            tab.answer(Answer::Session(ann()));
        }
        tab.wait(100);
    }
    assert!(tab.asked.len() <= 10, "{}", tab.asked.len());
}
