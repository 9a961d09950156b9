//! Calls: every one is resolved or fails, by an answer to a question asked after it.

use hallpass::machine::{Answer, Call, Code, Config, Effect, Facts, Input, Intent};

use crate::harness::{MINUTE, SECOND, Tab, absolute_ann, ann, facts, status};

#[test]
fn a_check_is_answered_by_a_question_asked_after_it() {
    let mut tab = Tab::signed_in();
    let first = tab.check();
    let second = tab.check();
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.outcome(first), Some(Ok(false)));
    assert_eq!(
        tab.outcome(second),
        None,
        "it may have come after a sign-in of the application's own"
    );
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(second), Some(Ok(false)));
    assert!(tab.is_signed_in());
}

#[test]
fn many_checks_at_once_cost_two_questions() {
    let mut tab = Tab::signed_in();
    let calls: Vec<_> = (0..20).map(|_| tab.check()).collect();
    tab.answer(Answer::Session(ann()));
    tab.answer(Answer::Session(ann()));
    assert!(
        calls
            .iter()
            .all(|&call| tab.outcome(call) == Some(Ok(false)))
    );
    assert_eq!(tab.asked.len(), 2);
}

#[test]
fn many_refreshes_at_once_are_one() {
    let mut tab = Tab::signed_in();
    let calls: Vec<_> = (0..20).map(|_| tab.refresh()).collect();
    tab.answer(Answer::Session(ann()));
    assert!(
        calls
            .iter()
            .all(|&call| tab.outcome(call) == Some(Ok(false)))
    );
    assert_eq!(tab.asked.len(), 1);
}

#[test]
fn a_check_during_a_refresh_is_asked_after_it() {
    let mut tab = Tab::signed_in();
    let (refresh, check) = (tab.refresh(), tab.check());
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.outcome(refresh), Some(Ok(false)));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(check), Some(Ok(false)));
}

#[test]
fn a_check_that_finds_the_session_lapsed_is_answered_by_the_refresh() {
    let mut tab = Tab::signed_in();
    let check = tab.check();
    tab.answer(Answer::Expired);
    assert_eq!(tab.outcome(check), None);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.outcome(check), Some(Ok(false)));
}

#[test]
fn a_check_that_finds_the_session_over_after_all_has_its_answer() {
    let mut tab = Tab::signed_in();
    let check = tab.check();
    tab.answer(Answer::Expired);
    tab.answer(Answer::Anonymous);
    assert_eq!(
        tab.outcome(check),
        Some(Ok(false)),
        "nobody is signed in: that is an answer"
    );
}

#[test]
fn a_check_whose_refresh_fails_could_not_be_answered() {
    let mut tab = Tab::signed_in();
    let check = tab.check();
    tab.answer(Answer::Expired);
    tab.fail(status(500));
    tab.fail(status(500));
    assert_eq!(tab.outcome(check), Some(Err(Code::Server)));
}

#[test]
fn a_refresh_of_nobody_fails() {
    let mut tab = Tab::anonymous();
    for call in [Call::Refresh, Call::EnsureFresh(0), Call::Extend] {
        let call = tab.call(call);
        assert_eq!(tab.outcome(call), Some(Err(Code::SessionEnded)));
    }
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_refresh_called_for_while_loading_is_made_once_somebody_is_there() {
    let mut tab = Tab::started();
    let call = tab.refresh();
    tab.answer(Answer::Session(ann()));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn a_refresh_called_for_while_loading_fails_if_nobody_is_there() {
    let mut tab = Tab::started();
    let call = tab.refresh();
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.outcome(call), Some(Err(Code::SessionEnded)));
}

#[test]
fn extend_while_loading_is_told_once_somebody_is_there() {
    let mut tab = Tab::started();
    let call = tab.call(Call::Extend);
    tab.answer(Answer::Session(ann()));
    tab.answers(Intent::Touch, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn every_call_while_loading_fails_if_nobody_can_tell() {
    let mut tab = Tab::started();
    let calls = [Call::Refresh, Call::EnsureFresh(0), Call::Extend].map(|call| tab.call(call));
    tab.fail(Code::Network);
    for call in calls {
        assert_eq!(tab.outcome(call), Some(Err(Code::Network)));
    }
    let check = tab.check();
    tab.fail(Code::Network);
    assert_eq!(tab.outcome(check), Some(Err(Code::Network)));
}

#[test]
fn what_is_fresh_enough_costs_nothing() {
    let mut tab = Tab::signed_in();
    let call = tab.call(Call::EnsureFresh(4 * MINUTE));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn what_is_not_fresh_enough_is_refreshed() {
    let mut tab = Tab::signed_in();
    let call = tab.call(Call::EnsureFresh(6 * MINUTE));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(
        tab.outcome(call),
        Some(Ok(false)),
        "the server grants no more"
    );
}

#[test]
fn what_the_first_check_finds_fresh_needs_no_refresh() {
    let mut tab = Tab::started();
    let fresh = tab.call(Call::EnsureFresh(MINUTE));
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.outcome(fresh), Some(Ok(false)));
    assert_eq!(tab.asks(), None);
}

#[test]
fn what_the_first_check_finds_stale_is_refreshed() {
    let mut tab = Tab::started();
    let stale = tab.call(Call::EnsureFresh(MINUTE));
    tab.answer(Answer::Session(facts("ann", Some(30))));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.outcome(stale), Some(Ok(false)));
}

#[test]
fn a_session_without_expiry_is_always_fresh() {
    let mut tab = Tab::signed_in_as(Config::default(), facts("ann", None));
    let call = tab.call(Call::EnsureFresh(u64::MAX));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn where_nothing_refreshes_a_refresh_is_a_check() {
    let mut tab = Tab::signed_in_with(Config {
        refreshable: false,
        ..Config::default()
    });
    let calls = [tab.refresh(), tab.call(Call::EnsureFresh(HOUR_AND_MORE))];
    for _ in 0..2 {
        if tab.asks().is_some() {
            tab.answers(Intent::Check, Answer::Session(ann()));
        }
    }
    for call in calls {
        assert_eq!(tab.outcome(call), Some(Ok(false)));
    }
}

const HOUR_AND_MORE: u64 = 2 * crate::harness::HOUR;

#[test]
fn an_explicit_refresh_does_not_wait_for_our_own_back_off() {
    let mut tab = Tab::signed_in();
    for _ in 0..2 {
        tab.refresh();
        tab.fail(status(500));
        tab.fail(status(500));
    }
    let call = tab.refresh();
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn an_explicit_refresh_respects_what_the_server_asked_for() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(crate::harness::busy(60));
    tab.answer(Answer::Expired);
    let call = tab.refresh();
    let error = tab.failure(call).expect("at once");
    assert_eq!(error.code(), Code::RateLimited);
    assert!(u64::from(error.retry_after().unwrap().get()) > 59 * SECOND);
}

#[test]
fn the_claims_of_each_answer_that_is_believed_are_adopted() {
    let mut tab = Tab::signed_in();
    for claims in [1, 2] {
        tab.refresh();
        let new = tab.question().id;
        tab.answer(Answer::Session(Facts { claims, ..ann() }));
        assert_eq!(tab.did(&Effect::AdoptClaims(new)), 1);
    }
}

#[test]
fn calls_that_are_open_when_the_session_ends_hear_of_it() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(100));
    tab.grants = false;
    tab.wait(98 * SECOND);
    let refresh = tab.refresh();
    let extend = tab.call(Call::Extend);
    tab.wait(2 * SECOND);
    assert_eq!(tab.outcome(refresh), Some(Err(Code::SessionEnded)));
    assert_eq!(tab.outcome(extend), Some(Err(Code::SessionEnded)));
    let id = tab.locks[0].0;
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(tab.asks(), None, "and nothing is refreshed for nobody");
    assert_eq!(tab.released, [id]);
}
