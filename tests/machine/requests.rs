//! The application's requests: sent, held, replayed once, failed (P4, P9, P10, P12, P17).

use hallpass::machine::{
    Answer, Body, Code, Config, Event, Failure, FetchId, Input, Intent, News, Reason, Verdict,
};

use crate::harness::{HOUR, MINUTE, SECOND, Tab, ann, bob, busy, facts, named, renewed, status};

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
fn an_expired_answer_to_nobody_is_just_an_answer() {
    let mut tab = Tab::anonymous();
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    assert!(tab.delivered(request));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn an_expired_answer_refreshes_once_and_replays_every_request() {
    let mut tab = Tab::signed_in();
    let requests: Vec<_> = (0..10).map(|_| tab.request()).collect();
    for &request in &requests {
        tab.respond(request, Verdict::Expired);
    }
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    for &request in &requests {
        assert_eq!(tab.sent(request), 2);
        tab.respond(request, Verdict::Passed);
        assert!(tab.delivered(request));
    }
    assert_eq!(tab.history(), [Intent::Refresh]);
}

#[test]
fn a_request_answered_expired_after_the_refresh_is_replayed_without_another() {
    let mut tab = Tab::signed_in();
    let (first, second) = (tab.request(), tab.request());
    tab.respond(first, Verdict::Expired);
    tab.answer(Answer::Session(ann()));
    tab.respond(second, Verdict::Expired);
    assert_eq!(tab.sent(second), 2);
    assert_eq!(tab.times(Intent::Refresh), 1);
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
fn an_api_that_always_answers_expired_gets_two_requests_and_one_refresh() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    tab.answer(Answer::Session(ann()));
    tab.respond(request, Verdict::Expired);
    assert_eq!(tab.sent(request), 2);
    assert!(tab.delivered(request), "the last answer is handed back");
    assert_eq!(tab.history(), [Intent::Refresh]);
    assert_eq!(tab.error(), Some(Code::RefreshInconsistent));
    assert!(tab.is_signed_in());
}

#[test]
fn at_most_three_refreshes_a_minute_are_made_without_a_success_in_between() {
    let mut tab = Tab::signed_in();
    for _ in 0..60 {
        let request = tab.request();
        tab.respond(request, Verdict::Expired);
        if tab.asks().is_some() {
            tab.answer(Answer::Session(ann()));
            tab.respond(request, Verdict::Expired);
        }
        assert!(tab.delivered(request));
        tab.wait(SECOND / 2);
    }
    assert_eq!(tab.times(Intent::Refresh), 3);
    tab.wait(MINUTE);
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    assert_eq!(
        tab.asks(),
        Some(Intent::Refresh),
        "a minute later there is another try"
    );
}

#[test]
fn no_minute_sees_more_than_three_useless_refreshes() {
    let mut tab = Tab::signed_in();
    let mut moments = Vec::new();
    for _ in 0..2_000 {
        let request = tab.request();
        tab.respond(request, Verdict::Expired);
        if tab.asks().is_some() {
            moments.push(tab.now.monotonic.0);
            tab.answer(Answer::Session(ann()));
            tab.respond(request, Verdict::Expired);
        }
        tab.wait(137);
    }
    for window in moments.windows(4) {
        assert!(window[3] - window[0] >= MINUTE, "{window:?}");
    }
}

#[test]
fn a_success_in_between_lets_refreshes_go_on() {
    let mut tab = Tab::signed_in();
    for _ in 0..10 {
        let request = tab.request();
        tab.respond(request, Verdict::Expired);
        tab.answer(Answer::Session(ann()));
        tab.respond(request, Verdict::Passed);
        tab.wait(SECOND);
    }
    assert_eq!(tab.times(Intent::Refresh), 10);
}

#[test]
fn a_refresh_that_fails_fails_the_requests_that_need_it() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    tab.fail(status(502));
    tab.fail(status(502));
    assert_eq!(tab.rejected(request), Some(Code::Server));
    assert_eq!(tab.rejection(request).unwrap().status, 502);
}

#[test]
fn a_refresh_that_fails_lets_what_was_never_sent_take_its_chance() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    let request = tab.request();
    tab.fail(Failure::Network);
    tab.fail(Failure::Network);
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn an_expired_answer_while_a_failed_refresh_waits_its_turn_hears_why() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(status(500));
    tab.fail(status(500));
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    assert_eq!(tab.rejected(request), Some(Code::Server));
    assert_eq!(tab.times(Intent::Refresh), 1);
}

#[test]
fn a_check_that_failed_keeps_no_request_from_its_refresh() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.fail(Failure::Network);
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 2);
}

#[test]
fn a_check_that_fails_does_not_fail_who_waits_for_a_refresh() {
    let mut tab = Tab::signed_in();
    tab.check();
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    let call = tab.refresh();
    tab.fail(Failure::Network);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 2);
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn a_server_that_wants_to_be_left_alone_is_told_with_the_time_that_is_left() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(busy(60));
    tab.answer(Answer::Expired);
    tab.wait(20 * SECOND);
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    let error = tab.rejection(request).expect("it fails");
    assert_eq!(error.code, Code::RateLimited);
    let left = error.retry_after.unwrap();
    assert!((40 * SECOND..=41 * SECOND).contains(&left), "{left}");
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

#[test]
fn a_request_refused_for_another_session_is_not_sent_in_somebody_elses_name() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::Mismatch);
    assert_eq!(tab.sent(request), 1);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
}

#[test]
fn a_request_refused_for_another_session_of_the_same_person_is_replayed_under_it() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::Mismatch);
    let mut again = ann();
    again.handle = named("another-of-ann");
    tab.answer(Answer::Session(again));
    assert_eq!(tab.sent_under(request), named("another-of-ann"));
    tab.respond(request, Verdict::Mismatch);
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
}

#[test]
fn without_a_subject_the_handle_tells_people_apart() {
    let nameless = |handle: &str| hallpass::machine::Facts {
        subject: None,
        handle: Some(handle.into()),
        ..ann()
    };
    let mut tab = Tab::signed_in_as(Config::default(), nameless("one"));
    let request = tab.request();
    tab.respond(request, Verdict::Mismatch);
    tab.answer(Answer::Session(nameless("two")));
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
}

#[test]
fn a_mismatch_while_nobody_is_signed_in_ends_in_a_replay() {
    let mut tab = Tab::anonymous();
    let request = tab.request();
    tab.respond(request, Verdict::Mismatch);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.sent(request), 2);
}

#[test]
fn a_change_of_identity_fails_every_request_and_starts_over() {
    let mut tab = Tab::signed_in();
    let (flying, call) = (tab.request(), tab.refresh());
    let queued = tab.request();
    tab.answer(Answer::Session(bob()));
    for request in [flying, queued] {
        assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
    }
    assert_eq!(tab.outcome(call), Some(Err(Code::IdentityChanged)));
    let changed = Event::IdentityChanged {
        from: Some("ann".into()),
        to: Some("bob".into()),
    };
    assert_eq!(tab.saw(&changed), 1);
    assert_eq!(tab.snapshot().subject, named("bob"));
}

#[test]
fn the_end_of_a_session_fails_every_request() {
    let mut tab = Tab::signed_in();
    let flying = tab.request();
    tab.refresh();
    let queued = tab.request();
    tab.answer(Answer::Anonymous);
    for request in [flying, queued] {
        assert_eq!(tab.rejected(request), Some(Code::SessionEnded));
    }
    assert_eq!(tab.sent(queued), 0);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
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
fn another_tabs_refresh_serves_the_requests_of_this_one() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.hear(renewed(1));
    tab.respond(request, Verdict::Expired);
    assert_eq!(tab.sent(request), 2);
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_refresh_heard_of_while_waiting_for_the_lock_is_looked_at_and_not_repeated() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    tab.hear(renewed(1));
    let id = tab.locks[0].0;
    tab.push(Input::LockGranted { id, newest: None });
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 2);
    assert_eq!(tab.times(Intent::Refresh), 0);
    assert_eq!(tab.told(News::Renewed), 0);
}

#[test]
fn an_expired_answer_where_nothing_refreshes_is_handed_back_and_asked_about() {
    let mut tab = Tab::signed_in_with(Config {
        refreshable: false,
        ..Config::default()
    });
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    assert!(tab.delivered(request));
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
}

#[test]
fn both_kinds_of_body_are_sent_while_the_session_is_valid() {
    for body in [Body::Replayable, Body::Stream] {
        let mut tab = Tab::signed_in();
        tab.push(Input::Requested(FetchId(77), body));
        assert_eq!(tab.sent(FetchId(77)), 1);
    }
}

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
