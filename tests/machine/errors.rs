//! What went wrong: shown, announced once, gone with the next success.

use core::num::NonZeroU32;

use hallpass::machine::{Answer, Code, Error, Event, Input, Intent, RequestId};

use crate::harness::{SECOND, Tab, ann, busy, html, status};

#[test]
fn every_failure_has_its_code() {
    for (failure, code, http) in [
        (Error::from(Code::Network), Code::Network, 0),
        (Error::from(Code::Timeout), Code::Timeout, 0),
        (Error::from(Code::StaleResponse), Code::StaleResponse, 0),
        (status(500), Code::Server, 500),
        (status(404), Code::Server, 404),
        (busy(5), Code::RateLimited, 429),
        (html(), Code::UnexpectedResponse, 200),
    ] {
        let mut tab = Tab::signed_in();
        let call = tab.check();
        tab.fail(failure);
        let error = tab.failure(call).unwrap();
        assert_eq!((error.code(), error.status()), (code, http), "{failure:?}");
        assert_eq!(tab.error(), Some(code));
        assert_eq!(tab.saw(&Event::Fault(failure)), 1);
        assert!(tab.is_signed_in());
    }
}

#[test]
fn a_success_clears_the_error() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.fail(status(500));
    assert_eq!(tab.error(), Some(Code::Server));
    tab.wait(2 * SECOND);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.error(), None);
}

#[test]
fn the_end_clears_the_error_too() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.fail(status(500));
    tab.check();
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.error(), None);
}

#[test]
fn the_same_error_over_and_over_is_announced_once() {
    let mut tab = Tab::signed_in();
    for _ in 0..5 {
        tab.check();
        tab.fail(status(500));
    }
    assert_eq!(tab.events.len(), 1);
    tab.check();
    tab.fail(Code::Network);
    assert_eq!(tab.events.len(), 2);
}

#[test]
fn an_answer_of_the_wrong_kind_is_no_session_and_no_end() {
    for answer in [
        Answer::Mismatch,
        Answer::CsrfRejected,
        Answer::Refused,
        Answer::LoggedOut { elsewhere: false },
    ] {
        let mut tab = Tab::signed_in();
        let call = tab.check();
        tab.answer(answer);
        assert_eq!(tab.outcome(call), Some(Err(Code::UnexpectedResponse)));
        assert!(tab.is_signed_in(), "{answer:?}");

        let mut tab = Tab::started();
        tab.answer(answer);
        assert!(!tab.is_signed_in());
    }
}

#[test]
fn a_refresh_answered_with_the_wrong_kind_changes_nothing() {
    for answer in [Answer::Refused, Answer::LoggedOut { elsewhere: false }] {
        let mut tab = Tab::signed_in();
        let call = tab.refresh();
        tab.answer(answer);
        assert_eq!(tab.outcome(call), Some(Err(Code::UnexpectedResponse)));
        assert!(tab.is_signed_in());
    }
}

#[test]
fn an_answer_that_nobody_waits_for_is_dropped() {
    let mut tab = Tab::signed_in();
    for id in [1, 77, u32::MAX] {
        tab.push(Input::Answered(RequestId::of(id), Ok(Answer::Anonymous)));
        tab.push(Input::Answered(
            RequestId::of(id),
            Err(Code::Network.into()),
        ));
        tab.push(Input::LockLost(RequestId::of(id)));
        tab.push(Input::GenerationPublished(RequestId::of(id)));
    }
    assert!(tab.is_signed_in());
    assert!(tab.effects.is_empty() && tab.events.is_empty());
}

#[test]
fn a_name_that_bears_the_number_of_a_question_answers_nothing() {
    let mut tab = Tab::signed_in();
    let call = tab.check();
    let id = tab.question().id;
    tab.push(Input::GenerationPublished(id));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn a_retry_after_shows_in_the_error() {
    let mut tab = Tab::signed_in();
    let call = tab.check();
    tab.fail(busy(30));
    assert_eq!(
        tab.failure(call).unwrap().retry_after(),
        NonZeroU32::new(30_000)
    );
}

#[test]
fn every_code_and_reason_is_spelled_once() {
    let codes = [
        Code::ConfigInvalid,
        Code::Network,
        Code::Timeout,
        Code::Server,
        Code::RateLimited,
        Code::UnexpectedResponse,
        Code::StaleResponse,
        Code::CsrfRejected,
        Code::SessionEnded,
        Code::IdentityChanged,
        Code::StepUpRequired,
        Code::BodyNotReplayable,
        Code::UntrustedOrigin,
        Code::CookiesBlocked,
        Code::RefreshInconsistent,
        Code::InvalidCredentials,
        Code::Disposed,
    ];
    let mut spelled: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
    spelled.sort_unstable();
    spelled.dedup();
    assert_eq!(spelled.len(), codes.len());
}
