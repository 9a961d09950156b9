//! Requests of the application: sent, held, handed back (P10).

use hallpass::machine::{
    Answer, Body, Code, Config, Event, FetchId, Input, Intent, Reason, Verdict,
};

use crate::harness::{HOUR, MINUTE, Tab, ann, facts, named};

#[test]
fn a_request_goes_out_at_once_under_the_session_believed_in() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    assert_eq!(tab.sent_under(request), named("session-of-ann"));
    tab.respond(request, Verdict::Passed);
    assert!(tab.delivered(request));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_request_of_nobody_goes_out_under_nothing() {
    let mut tab = Tab::anonymous();
    let request = tab.request();
    assert_eq!(tab.sent(request), 1);
    assert_eq!(tab.sent_under(request), None);
}

#[test]
fn requests_made_during_a_refresh_wait_for_it() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    let request = tab.request();
    assert_eq!(tab.sent(request), 0);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn requests_also_wait_until_the_new_generation_has_its_name() {
    let mut tab = Tab::signed_in();
    tab.publishes = false;
    tab.refresh();
    tab.answer(Answer::Session(ann()));
    let request = tab.request();
    assert_eq!(tab.sent(request), 0);
    tab.push(Input::GenerationPublished(tab.published[0].0));
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn a_request_after_expiry_is_refreshed_for_before_it_is_sent() {
    let mut tab = Tab::signed_in();
    tab.push(Input::BecameHidden);
    tab.wait(HOUR);
    let request = tab.request();
    assert_eq!(tab.sent(request), 0);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn a_stream_is_refreshed_for_before_it_is_sent() {
    let mut tab = Tab::signed_in_as(Config::default(), facts("ann", Some(8)));
    let stream = tab.stream();
    assert_eq!(tab.sent(stream), 0);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(stream), 1);
}

#[test]
fn a_stream_goes_out_when_even_a_refresh_grants_little() {
    let mut tab = Tab::signed_in_as(Config::default(), facts("ann", Some(8)));
    let stream = tab.stream();
    tab.answer(Answer::Session(facts("ann", Some(8))));
    assert_eq!(tab.sent(stream), 1);
    assert_eq!(tab.times(Intent::Refresh), 1);
}

#[test]
fn a_stream_that_comes_back_expired_is_not_replayed() {
    let mut tab = Tab::signed_in();
    let stream = tab.stream();
    tab.respond(stream, Verdict::Expired);
    assert_eq!(tab.rejected(stream), Some(Code::BodyNotReplayable));
    assert_eq!(tab.asks(), Some(Intent::Refresh), "the next one will work");
}

#[test]
fn step_up_is_announced_and_handed_back_without_a_refresh() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::StepUp);
    assert!(tab.delivered(request));
    assert_eq!(tab.saw(&Event::StepUp(request)), 1);
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_csrf_rejection_is_replayed_once_and_never_refreshed_for() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::CsrfRejected);
    assert_eq!(tab.sent(request), 2);
    tab.respond(request, Verdict::CsrfRejected);
    assert!(tab.delivered(request));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_csrf_rejection_of_a_stream_is_handed_back() {
    let mut tab = Tab::signed_in();
    let stream = tab.stream();
    tab.respond(stream, Verdict::CsrfRejected);
    assert!(tab.delivered(stream));
    assert_eq!(tab.sent(stream), 1);
}

#[test]
fn a_replay_after_a_csrf_rejection_is_the_only_one() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::CsrfRejected);
    tab.respond(request, Verdict::Expired);
    assert_eq!(tab.sent(request), 2);
    assert!(tab.delivered(request));
}

#[test]
fn a_network_error_is_the_applications_own() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::Failed);
    assert!(tab.delivered(request));
    assert_eq!(tab.error(), None);
}

/// A proxy may send it to a sign-in page that no script may read.
#[test]
fn requests_that_fail_lead_to_one_question_who_is_signed_in() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    let requests: Vec<_> = (0..10).map(|_| tab.request()).collect();
    for &request in &requests {
        tab.respond(request, Verdict::Failed);
        assert!(tab.delivered(request));
    }
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
    assert_eq!(tab.asked.len(), 1);
}

#[test]
fn requests_that_fail_without_a_network_ask_no_more_than_a_failed_check_allows() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    for _ in 0..600 {
        let request = tab.request();
        tab.respond(request, Verdict::Failed);
        if tab.asks().is_some() {
            tab.fail(Code::Network);
        }
        tab.wait(100);
    }
    assert!(tab.is_signed_in());
    assert!(tab.asked.len() <= 12, "{}", tab.asked.len());
}

#[test]
fn an_abandoned_request_is_forgotten_in_every_phase() {
    let mut tab = Tab::signed_in();
    let flying = tab.request();
    tab.push(Input::Abandoned(flying));
    tab.respond(flying, Verdict::Passed);
    assert!(!tab.delivered(flying));

    let refused = tab.request();
    tab.respond(refused, Verdict::Expired);
    let queued = tab.request();
    tab.push(Input::Abandoned(refused));
    tab.push(Input::Abandoned(queued));
    tab.answer(Answer::Session(ann()));
    assert_eq!((tab.sent(refused), tab.sent(queued)), (1, 0));
}

#[test]
fn answers_to_requests_that_were_never_made_are_nothing() {
    let mut tab = Tab::signed_in();
    for verdict in [
        Verdict::Passed,
        Verdict::Expired,
        Verdict::Mismatch,
        Verdict::CsrfRejected,
    ] {
        tab.respond(FetchId(999), verdict);
    }
    assert!(tab.effects.is_empty() && tab.asked.is_empty());
}

#[test]
fn an_answer_to_a_request_that_was_not_sent_yet_is_nothing() {
    let mut tab = Tab::started();
    let request = tab.request();
    tab.respond(request, Verdict::Passed);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.sent(request), 1);
    assert!(!tab.delivered(request));
}

#[test]
fn both_kinds_of_body_are_sent_while_the_session_is_valid() {
    for body in [Body::Replayable, Body::Stream] {
        let mut tab = Tab::signed_in();
        tab.push(Input::Requested(FetchId(77), body));
        assert_eq!(tab.sent(FetchId(77)), 1);
    }
}
