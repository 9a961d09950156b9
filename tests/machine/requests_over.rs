//! Requests that an API calls over: the session endpoint has the last word.

use hallpass::machine::{Answer, By, Code, Error, Intent, Reason, Verdict};

use crate::harness::{MINUTE, SECOND, Tab, ann, busy, failures, status};

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

/// A tab whose request an API called over.
fn disputed() -> Tab {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    let request = tab.request();
    tab.respond(request, Verdict::Over);
    tab
}

#[test]
fn an_api_that_is_right_about_the_end_is_confirmed_by_one_question() {
    let mut tab = disputed();
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
    assert_eq!(tab.ends(), [(Reason::Revoked, By::Server)]);
    assert_eq!(tab.history(), [Intent::Check]);
}

#[test]
fn many_requests_called_over_at_once_ask_once_and_are_all_handed_back() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    let requests: Vec<_> = (0..10).map(|_| tab.request()).collect();
    for &request in &requests {
        tab.respond(request, Verdict::Over);
    }
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!((tab.asks(), tab.asked.len()), (None, 1));
    for request in requests {
        assert_eq!((tab.delivered(request), tab.sent(request)), (true, 1));
    }
}

#[test]
fn a_refusal_that_says_nothing_asks_once_who_is_signed_in() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    let request = tab.request();
    tab.respond(request, Verdict::Unclear);
    assert!(tab.delivered(request));
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
}

#[test]
fn after_a_refresh_a_refusal_that_says_nothing_is_the_applications_own() {
    let mut tab = Tab::signed_in();
    for _ in 0..10 {
        let request = tab.request();
        tab.respond(request, Verdict::Expired);
        tab.answers(Intent::Refresh, Answer::Session(ann()));
        tab.respond(request, Verdict::Unclear);
        assert_eq!((tab.delivered(request), tab.sent(request)), (true, 2));
        tab.wait(2 * SECOND);
    }
    assert_eq!(tab.times(Intent::Check), 0);
}

#[test]
fn a_stream_called_over_is_handed_back_too() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    let request = tab.stream();
    tab.respond(request, Verdict::Over);
    assert!(tab.delivered(request));
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn what_the_session_endpoint_just_said_outweighs_an_api() {
    let mut tab = disputed();
    tab.answer(Answer::Session(ann()));
    tab.wait(SECOND - 1);
    let request = tab.request();
    tab.respond(request, Verdict::Over);
    assert_eq!(tab.asked.len(), 1);
    tab.wait(1);
    let request = tab.request();
    tab.respond(request, Verdict::Over);
    assert_eq!(tab.asked.len(), 2);
}

#[test]
fn a_request_called_over_where_nobody_is_signed_in_is_just_an_answer() {
    let mut tab = Tab::anonymous();
    tab.wait(MINUTE);
    let request = tab.request();
    tab.respond(request, Verdict::Over);
    assert!(tab.delivered(request));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn an_api_that_calls_a_session_over_never_refreshes_it() {
    let mut tab = disputed();
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.times(Intent::Refresh), 0);
}

#[test]
fn nobody_is_signed_out_by_an_api_while_the_session_endpoint_cannot_say() {
    for failure in failures() {
        let mut tab = disputed();
        tab.fail(failure);
        assert!(tab.is_signed_in(), "{failure:?}");
    }
}

#[test]
fn an_api_that_disputes_while_the_session_endpoint_is_down_does_not_hammer_it() {
    for failure in [status(500), Error::from(Code::Network), busy(60)] {
        let mut tab = disputed();
        tab.fail(failure);
        for _ in 0..100 {
            let request = tab.request();
            tab.respond(request, Verdict::Over);
            assert!(tab.delivered(request));
            if tab.asks().is_some() {
                tab.fail(failure);
            }
            tab.wait(100);
        }
        assert!(tab.asked.len() <= 11, "{failure:?}: {}", tab.asked.len());
    }
}
