//! Not known is not nobody: a page that could not learn who is signed in says so, and learns it by
//! itself (P28).

use hallpass::machine::{Answer, Call, Code, Error, Event, Intent, Reason};

use crate::harness::{MINUTE, SECOND, Tab, ann, busy, failures, status};

#[test]
fn a_page_that_loads_while_the_server_gives_no_verdict_does_not_say_that_nobody_is_signed_in() {
    for failure in failures() {
        let mut tab = Tab::started();
        tab.fail(failure);
        assert_eq!(tab.reason(), Some(Reason::Unknown), "{failure:?}");
        assert_eq!(tab.error(), Some(failure.code()));
        tab.wait(2 * SECOND);
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.reason(), Some(Reason::None), "{failure:?}");
        assert_eq!(tab.error(), None);
    }
}

#[test]
fn who_is_signed_in_is_found_so_once_the_server_says_it() {
    for failure in failures() {
        let mut tab = Tab::started();
        tab.fail(failure);
        tab.wait(2 * SECOND);
        tab.answers(Intent::Check, Answer::Session(ann()));
        assert!(tab.is_signed_in(), "{failure:?}");
        assert_eq!(tab.saw(&Event::Authenticated), 1);
    }
}

#[test]
fn a_wait_that_the_server_asks_for_is_kept_and_ends_within_a_second_however_often_it_failed() {
    for failed in 0..8 {
        for wait in [1, 7, 60] {
            let mut tab = Tab::started();
            for _ in 0..failed {
                tab.fail(status(500));
                while tab.asks().is_none() {
                    tab.wait(SECOND);
                }
            }
            tab.fail(busy(wait));
            tab.wait(wait * SECOND - 1);
            assert_eq!(tab.asks(), None, "{failed} failures, {wait} s");
            tab.wait(SECOND + 1);
            assert_eq!(
                tab.asks(),
                Some(Intent::Check),
                "{failed} failures, {wait} s"
            );
        }
    }
}

#[test]
fn a_restored_page_that_cannot_ask_shows_nothing_and_claims_nothing() {
    let mut tab = Tab::signed_in();
    tab.push(hallpass::machine::Input::Restored);
    tab.fail(Code::Network);
    assert!(!tab.is_signed_in());
    assert_eq!(tab.reason(), Some(Reason::Unknown));
}

#[test]
fn a_session_that_was_signed_in_is_not_ended_by_it() {
    for failure in failures() {
        let mut tab = Tab::signed_in();
        tab.check();
        tab.fail(failure);
        assert!(tab.is_signed_in(), "{failure:?}");
    }
}

#[test]
fn of_a_first_visit_the_reason_is_none_though_the_server_says_the_same_of_a_lapsed_session() {
    let mut tab = Tab::started();
    tab.answers(Intent::Check, Answer::NoAccess);
    tab.answers(Intent::Refresh, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::None));
    assert_eq!(tab.ends(), []);
}

#[test]
fn a_session_that_the_server_calls_lapsed_has_expired() {
    let mut tab = Tab::started();
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Expired));
}

#[test]
fn an_access_part_that_may_be_missing_is_refreshed() {
    let mut tab = Tab::started();
    tab.answers(Intent::Check, Answer::NoAccess);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

fn wants_more() -> Error {
    Error::from(Code::StepUpRequired)
}

#[test]
fn a_session_endpoint_that_wants_a_stronger_sign_in_is_not_asked_again_and_again() {
    let mut tab = Tab::started();
    tab.fail(wants_more());
    assert_eq!(tab.reason(), Some(Reason::Unknown));
    assert_eq!(tab.error(), Some(Code::StepUpRequired));
    tab.wait(60 * MINUTE);
    assert_eq!(tab.asks(), None);
    let mut tab = Tab::signed_in();
    let check = tab.check();
    tab.fail(wants_more());
    assert_eq!(tab.outcome(check), Some(Err(Code::StepUpRequired)));
    assert!(tab.is_signed_in());
}

#[test]
fn a_sign_in_after_which_the_session_endpoint_wants_more_is_incomplete() {
    let mut tab = Tab::anonymous();
    let login = tab.login();
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.fail(wants_more());
    assert_eq!(tab.outcome(login), Some(Err(Code::LoginIncomplete)));
    assert_eq!((tab.asks(), tab.error()), (None, None));
    assert_eq!(tab.reason(), Some(Reason::None));
}

#[test]
fn a_sign_in_that_wants_more_leaves_everything_as_it_was() {
    for call in [Call::Check, Call::Login] {
        let mut tab = Tab::signed_in();
        let login = tab.login();
        tab.fail(Error::from(Code::LoginIncomplete));
        assert_eq!(tab.outcome(login), Some(Err(Code::LoginIncomplete)));
        assert!(tab.is_signed_in());
        assert_eq!((tab.asks(), tab.error()), (None, None));
        tab.call(call);
        assert!(tab.asks().is_some(), "and the next call is free to go");
    }
}
