//! Requests of a page that does not know any more who is signed in: each is done for the user it was asked for, or fails
//! (P12, P16).

use hallpass::machine::{Answer, Code, FetchId, Input, Intent, Verdict};

use crate::harness::{Tab, ann, bob};

/// Ann's page came back out of the cache, and could not ask who is signed in: one request is in flight.
fn open() -> (Tab, FetchId) {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.push(Input::Restored);
    tab.fail(Code::Network);
    assert!(!tab.is_signed_in());
    (tab, request)
}

#[test]
fn a_request_of_the_user_before_fails_when_another_one_turns_out_to_be_there() {
    let (mut tab, request) = open();
    tab.check();
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
}

#[test]
fn a_request_goes_on_when_the_same_user_turns_out_to_be_there() {
    let (mut tab, request) = open();
    tab.check();
    tab.answers(Intent::Check, Answer::Session(ann()));
    tab.respond(request, Verdict::Passed);
    assert!(tab.delivered(request));
}

#[test]
fn a_request_refused_for_another_session_is_not_sent_for_nobody() {
    let (mut tab, request) = open();
    tab.respond(request, Verdict::Mismatch);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.rejected(request), Some(Code::SessionEnded));
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn a_request_refused_for_its_token_is_not_sent_again_for_nobody() {
    let (mut tab, request) = open();
    tab.respond(request, Verdict::CsrfRejected);
    assert_eq!(tab.rejected(request), Some(Code::SessionEnded));
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn a_request_refused_for_its_token_waits_until_a_restored_page_knows_who_is_there() {
    for (who, sent) in [(ann(), 2), (bob(), 1)] {
        let mut tab = Tab::signed_in();
        let request = tab.request();
        tab.push(Input::Restored);
        tab.respond(request, Verdict::CsrfRejected);
        assert_eq!(tab.sent(request), 1, "not before that is known");
        tab.answers(Intent::Check, Answer::Session(who));
        assert_eq!(tab.sent(request), sent);
    }
}
