//! A renewal that the server does not grant, and in whose name it is asked for.

use hallpass::machine::{Answer, By, Code, Input, Intent, News, Reason};

use crate::harness::{MINUTE, SECOND, Tab, always, bob, facts, named, status};

#[test]
fn a_refresh_that_is_refused_ends_the_session() {
    for (after, reason) in [(0, Reason::Revoked), (300, Reason::Expired)] {
        let mut tab = Tab::signed_in();
        tab.push(Input::BecameHidden);
        tab.wait(after * SECOND);
        tab.refresh();
        tab.answers(Intent::Refresh, Answer::Anonymous);
        if after == 0 {
            tab.answers(Intent::Check, Answer::Anonymous);
        }
        assert_eq!(tab.reason(), Some(reason));
        assert_eq!(tab.ends(), [(reason, By::Server)]);
        assert_eq!(tab.news(), [News::Ended]);
        assert_eq!(tab.next(), None);
        assert_eq!(tab.released.len(), 1);
    }
}

#[test]
fn a_refresh_that_is_refused_ends_nothing_while_the_access_part_lives() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    let call = tab.refresh();
    let waiting = tab.request();
    tab.answers(Intent::Refresh, Answer::Anonymous);
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(240))));
    assert!(tab.is_signed_in(), "as in the other tabs");
    assert_eq!(tab.outcome(call), Some(Err(Code::SessionEnded)));
    assert_eq!(tab.sent(waiting), 1);
    tab.wait(239 * SECOND);
    assert_eq!(tab.times(Intent::Refresh), 1, "nothing renews it");
    tab.wait(2 * SECOND);
    tab.answers(Intent::Refresh, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Expired), "and then it is over");
}

#[test]
fn a_refresh_that_is_refused_after_the_access_part_lapsed_ends_the_session() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answers(Intent::Refresh, Answer::Anonymous);
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
}

#[test]
fn a_refresh_without_a_csrf_token_is_a_failure_and_no_end() {
    let mut tab = Tab::signed_in();
    let call = tab.refresh();
    tab.answer(Answer::CsrfRejected);
    assert!(tab.is_signed_in());
    assert_eq!(tab.outcome(call), Some(Err(Code::CsrfRejected)));
}

#[test]
fn a_refresh_for_somebody_else_finds_out_who_that_is() {
    let mut tab = Tab::signed_in();
    let call = tab.refresh();
    tab.answer(Answer::Mismatch);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.snapshot().subject, named("bob"));
    assert_eq!(tab.outcome(call), Some(Err(Code::IdentityChanged)));
    assert_eq!(tab.times(Intent::Refresh), 1);
}

#[test]
fn a_refresh_that_always_meets_another_session_backs_off() {
    let mut tab = Tab::signed_in_with(always());
    for _ in 0..120 {
        match tab.asks() {
            Some(Intent::Refresh) => tab.answer(Answer::Mismatch),
            Some(_) => tab.answer(Answer::Session(facts("ann", Some(1)))),
            None => tab.wait(3 * SECOND),
        }
    }
    assert!(tab.times(Intent::Refresh) < 15, "{:?}", tab.history());
}

#[test]
fn the_handle_believed_in_goes_with_a_refresh_and_not_with_a_check() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    assert_eq!(tab.question().handle, named("session-of-ann"));
    tab.fail(status(500));
    assert_eq!(tab.question().handle, None);
}

#[test]
fn a_refresh_of_another_session_that_has_lapsed_is_made_in_the_name_of_none() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answers(Intent::Refresh, Answer::Mismatch);
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    assert_eq!(tab.question().handle, None);
}
