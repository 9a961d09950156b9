//! Limits: the server's own, warned of, asked about, never moved by the client (P18, P20).

use hallpass::machine::{
    Answer, By, Code, Config, Event, Facts, Input, Intent, Limit, News, Reason, Timer, Verdict,
};

use crate::harness::{EPOCH, HOUR, MINUTE, SECOND, Tab, absolute_ann, ann, facts, idle_ann, named};

/// A server that has no refresh: a sliding session, say.
fn sliding() -> Config {
    Config {
        refreshable: false,
        ..Config::default()
    }
}

fn expiring(limit: Limit, in_seconds: i64) -> Event {
    Event::Expiring {
        limit,
        expires_at: EPOCH + in_seconds * 1000,
    }
}

#[test]
fn a_session_that_nothing_renews_is_warned_of_once() {
    let mut tab = Tab::signed_in_with(sliding());
    tab.wait(239 * SECOND);
    assert_eq!(tab.events, []);
    tab.wait(SECOND);
    assert_eq!(tab.events, [expiring(Limit::Session, 300)]);
    tab.check();
    tab.answer(Answer::Session(facts("ann", Some(60))));
    tab.wait(59 * SECOND);
    assert_eq!(tab.events.len(), 1);
}

#[test]
fn the_warning_comes_in_a_hidden_tab_too() {
    let mut tab = Tab::signed_in_with(sliding());
    tab.push(Input::BecameHidden);
    tab.wait(240 * SECOND);
    assert_eq!(tab.events, [expiring(Limit::Session, 300)]);
}

#[test]
fn a_session_that_nothing_renews_is_asked_about_when_it_expires_and_then_ends() {
    let mut tab = Tab::signed_in_with(sliding());
    tab.wait(300 * SECOND);
    assert!(tab.is_signed_in());
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Expired));
    assert_eq!(tab.next(), None);
}

#[test]
fn a_session_that_somebody_elses_requests_extended_goes_on() {
    let mut tab = Tab::signed_in_with(sliding());
    tab.wait(300 * SECOND);
    tab.answer(Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.next().unwrap().1, Timer::Refresh, "it warns anew");
}

#[test]
fn a_session_past_its_limit_ends_when_nobody_can_say_otherwise() {
    let mut tab = Tab::signed_in_with(sliding());
    tab.wait(300 * SECOND);
    tab.fail(Code::Network);
    assert_eq!(tab.reason(), Some(Reason::Expired));
}

#[test]
fn an_expired_check_where_nothing_refreshes_ends_the_session() {
    let mut tab = Tab::signed_in_with(sliding());
    let call = tab.check();
    tab.answer(Answer::Expired);
    assert_eq!(tab.reason(), Some(Reason::Expired));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.asks(), None);
}

#[test]
fn an_expired_touch_where_nothing_refreshes_asks_for_no_refresh() {
    let mut tab = Tab::signed_in_with(sliding());
    let call = tab.call(hallpass::machine::Call::Extend);
    tab.answers(Intent::Touch, Answer::Expired);
    assert_eq!(tab.times(Intent::Refresh), 0);
    assert_eq!(tab.outcome(call), Some(Err(Code::SessionEnded)));
}

#[test]
fn the_absolute_limit_is_warned_of_a_minute_ahead_and_then_ends_the_session() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
    tab.wait(139 * SECOND);
    assert_eq!(tab.events, []);
    tab.wait(SECOND);
    assert_eq!(tab.events, [expiring(Limit::Absolute, 200)]);
    tab.wait(59 * SECOND);
    assert!(tab.is_signed_in());
    tab.wait(SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
    assert_eq!(tab.ends(), [(Reason::Expired, By::Server)]);
    assert_eq!(tab.news(), [News::Ended]);
}

#[test]
fn no_message_moves_the_absolute_limit() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
    let mut peer = Tab::signed_in_as(Config::default(), absolute_ann(100_000));
    peer.refresh();
    peer.answer(Answer::Session(absolute_ann(100_000)));
    tab.hear(*peer.broadcast.last().unwrap());
    assert_eq!(tab.snapshot().absolute_expires_at, Some(EPOCH + 200_000));
    tab.wait(200 * SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
}

#[test]
fn a_refresh_moves_the_absolute_limit_only_as_the_server_says() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(4000));
    tab.wait(MINUTE);
    tab.refresh();
    tab.answer(Answer::Session(absolute_ann(3940)));
    assert_eq!(tab.snapshot().absolute_expires_at, Some(EPOCH + 4_000_000));
}

#[test]
fn an_absolute_limit_that_comes_nearer_is_taken_though_the_access_part_has_lapsed() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(4000));
    tab.check();
    tab.answers(
        Intent::Check,
        Answer::Session(Facts {
            expires_in: Some(0.into()),
            ..absolute_ann(200)
        }),
    );
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    assert_eq!(tab.snapshot().absolute_expires_at, Some(EPOCH + 200_000));
    tab.fail(Code::Network);
    tab.wait(200 * SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
}

#[test]
fn an_idle_limit_that_another_tab_has_moved_counts_though_the_access_part_has_lapsed() {
    let mut tab = Tab::signed_in_as(Config::default(), idle_ann(400));
    let lost = |tab: &mut Tab, seconds: u64| {
        for _ in 0..seconds / 10 {
            tab.wait(10 * SECOND);
            while tab.asks().is_some() {
                tab.fail(Code::Network);
            }
        }
    };
    lost(&mut tab, 300);
    tab.check();
    tab.answers(
        Intent::Check,
        Answer::Session(Facts {
            expires_in: Some(0.into()),
            ..idle_ann(400)
        }),
    );
    lost(&mut tab, 200);
    assert!(tab.is_signed_in(), "{:?}", tab.reason());
    lost(&mut tab, 300);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn an_absolute_limit_of_nothing_is_the_second_that_was_rounded_off() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(0));
    assert!(tab.is_signed_in());
    tab.wait(SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
}

#[test]
fn the_absolute_limit_fences_a_refresh_in_flight() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
    tab.wait(195 * SECOND);
    tab.refresh();
    tab.wait(5 * SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
    tab.answer(Answer::Session(absolute_ann(200)));
    assert_eq!(tab.reason(), Some(Reason::Expired));
    assert_eq!(tab.released.len(), 1);
}

#[test]
fn a_check_that_a_limit_overtook_is_made_again_for_who_waits_for_it() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
    tab.wait(199 * SECOND);
    let call = tab.check();
    tab.wait(SECOND);
    tab.answer(Answer::Session(absolute_ann(200)));
    assert_eq!(tab.outcome(call), None);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn a_limit_that_passed_in_a_frozen_page_comes_before_the_next_request() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
    tab.freeze(HOUR);
    let request = tab.request();
    assert_eq!(tab.reason(), Some(Reason::Expired));
    assert_ne!(tab.sent_under(request), named("session-of-ann"));
}

#[test]
fn a_limit_of_the_server_that_it_confirms_early_is_no_revocation() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
    tab.wait(199 * SECOND);
    tab.check();
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Expired));
}

#[test]
fn a_session_that_is_over_ahead_of_its_limits_was_revoked() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(2000));
    tab.check();
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
}

#[test]
fn an_answer_that_comes_after_the_limit_is_withheld_and_nothing_is_replayed() {
    for verdict in [Verdict::Passed, Verdict::CsrfRejected] {
        let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
        let request = tab.request();
        tab.freeze(HOUR);
        tab.respond(request, verdict);
        assert_eq!(tab.rejected(request), Some(Code::SessionEnded));
        assert_eq!(tab.sent(request), 1);
    }
}

#[test]
fn an_absolute_limit_found_near_is_warned_of_at_once_and_once() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(30));
    tab.check();
    tab.answer(Answer::Session(absolute_ann(30)));
    let mut fresh = Tab::started();
    fresh.answer(Answer::Session(absolute_ann(30)));
    assert_eq!(fresh.saw(&expiring(Limit::Absolute, 30)), 1);
    assert_eq!(tab.saw(&expiring(Limit::Absolute, 30)), 0, "again");
}
