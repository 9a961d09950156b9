//! Requests that an API calls expired: one renewal, one replay, and then the truth (P4, P9).

use hallpass::machine::{Answer, Code, Config, Event, Facts, Input, Intent, News, Reason, Verdict};

use crate::harness::{MINUTE, SECOND, Tab, ann, busy, named, renewed, status};

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
    let told = tab.saw(&Event::Fault(Code::RefreshInconsistent.into()));
    assert_eq!(told, 60, "whether a refresh was in vain or was not made");
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
    assert_eq!(tab.rejection(request).unwrap().status(), 502);
}

#[test]
fn a_refresh_that_fails_lets_what_was_never_sent_take_its_chance() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    let request = tab.request();
    tab.fail(Code::Network);
    tab.fail(Code::Network);
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
    tab.fail(Code::Network);
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
    tab.fail(Code::Network);
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
    assert_eq!(error.code(), Code::RateLimited);
    let left = u64::from(error.retry_after().unwrap().get());
    assert!((40 * SECOND..=41 * SECOND).contains(&left), "{left}");
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
fn a_refresh_that_is_wanted_while_a_check_is_in_the_air_is_of_the_same_session_only() {
    for (handle, refreshes) in [("session-of-ann", true), ("another-of-ann", false)] {
        let mut tab = Tab::signed_in();
        let request = tab.request();
        tab.check();
        tab.respond(request, Verdict::Expired);
        let handle = named(handle);
        tab.answers(Intent::Check, Answer::Session(Facts { handle, ..ann() }));
        assert_eq!(tab.asks() == Some(Intent::Refresh), refreshes, "{handle:?}");
    }
}

#[test]
fn a_request_waits_for_the_refresh_that_a_page_makes_before_it_knows_who_is_signed_in() {
    let mut tab = Tab::started();
    tab.answers(Intent::Check, Answer::Expired);
    let request = tab.request();
    assert_eq!(tab.sent(request), 0);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 1);
}
