//! Sleep, clocks, hiding, the network (P18, P24).

use hallpass::machine::{Activity, Answer, Code, Input, Intent, Now, Timestamp};

use crate::harness::{EPOCH, HOUR, MINUTE, SECOND, Tab, ann, status};

const TEN_YEARS: i64 = 10 * 365 * 24 * 3600 * 1000;

#[test]
fn a_clock_that_jumps_ten_years_asks_and_ends_nothing() {
    for jump in [TEN_YEARS, -TEN_YEARS] {
        let mut tab = Tab::signed_in();
        tab.set_wall(jump);
        tab.push(Input::Timeout);
        assert!(tab.is_signed_in());
        tab.answers(Intent::Check, Answer::Session(ann()));
        assert_eq!(
            tab.snapshot().expires_at,
            Some(EPOCH + jump + 300_000),
            "shown on the clock of the person"
        );
        assert!(tab.next().unwrap().0 <= 240 * SECOND);
        assert_eq!(tab.times(Intent::Check), 1);
    }
}

#[test]
fn a_clock_that_is_corrected_by_a_little_is_nothing() {
    let mut tab = Tab::signed_in();
    tab.set_wall(9_000);
    tab.push(Input::Timeout);
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_clock_that_was_wrong_from_the_start_does_not_matter() {
    let mut tab = Tab::new(hallpass::machine::Config::default());
    tab.now = Now {
        monotonic: Timestamp(123_456),
        wall: -24 * 3600 * 1000,
    };
    tab.start();
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.history(), [Intent::Check]);
    assert!(tab.next().unwrap().0 >= 230 * SECOND);
}

#[test]
fn a_clock_that_jumps_while_nobody_is_signed_in_is_nothing() {
    let mut tab = Tab::anonymous();
    tab.set_wall(TEN_YEARS);
    tab.push(Input::Timeout);
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_page_clock_that_runs_backwards_is_held_still() {
    let mut tab = Tab::signed_in();
    tab.wait(100 * SECOND);
    tab.now.monotonic = Timestamp(0);
    tab.push(Input::Timeout);
    assert!(tab.is_signed_in());
    assert_eq!(tab.next().unwrap().1, hallpass::machine::Timer::Refresh);
}

#[test]
fn a_sleep_that_the_page_clock_counted_costs_one_check_and_one_refresh() {
    let mut tab = Tab::signed_in();
    tab.freeze(8 * HOUR);
    tab.push(Input::BecameVisible);
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.asks(), None);
}

#[test]
fn a_sleep_that_the_page_clock_did_not_count_is_asked_about_on_waking() {
    let mut tab = Tab::signed_in();
    tab.set_wall(8 * 3600 * 1000);
    tab.push(Input::Resumed);
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn timers_may_be_a_day_late() {
    let mut tab = Tab::signed_in();
    tab.freeze(24 * HOUR);
    tab.push(Input::Timeout);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn timers_may_be_early() {
    let mut tab = Tab::signed_in();
    for _ in 0..200 {
        tab.freeze(SECOND);
        tab.push(Input::Timeout);
    }
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_page_that_comes_into_view_asks_unless_the_server_just_spoke() {
    let mut tab = Tab::signed_in();
    tab.push(Input::BecameHidden);
    tab.push(Input::BecameVisible);
    assert_eq!(tab.asked.len(), 0);
    tab.wait(MINUTE);
    tab.push(Input::BecameHidden);
    tab.push(Input::BecameVisible);
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn a_page_that_comes_into_view_learns_of_a_sign_in_elsewhere() {
    let mut tab = Tab::anonymous();
    tab.push(Input::BecameHidden);
    tab.wait(MINUTE);
    tab.push(Input::BecameVisible);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn events_that_come_in_heaps_ask_once() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    for _ in 0..50 {
        tab.push(Input::Resumed);
        tab.push(Input::BecameVisible);
        tab.push(Input::WentOnline);
    }
    tab.answer(Answer::Session(ann()));
    if tab.asks().is_some() {
        tab.answer(Answer::Session(ann()));
    }
    assert!(tab.asked.len() <= 2);
    assert_eq!(tab.asks(), None);
}

#[test]
fn a_hidden_page_does_not_repeat_a_failed_check_until_it_is_looked_at() {
    let mut tab = Tab::signed_in();
    tab.push(Input::BecameHidden);
    tab.check();
    tab.fail(status(500));
    tab.wait(HOUR);
    assert_eq!(tab.times(Intent::Check), 1);
    tab.push(Input::BecameVisible);
    assert_eq!(tab.times(Intent::Check), 2);
}

#[test]
fn offline_is_a_hint_a_check_is_repeated_as_usual_and_soon_once_the_network_is_back() {
    let mut tab = Tab::signed_in();
    tab.push(Input::WentOffline);
    tab.check();
    tab.fail(Code::Network);
    assert_eq!(tab.activity(), Activity::Paused);
    for _ in 0..3 {
        tab.wait(MINUTE);
        assert_eq!(tab.asks(), Some(Intent::Check), "within its longest wait");
        tab.fail(Code::Network);
    }
    tab.push(Input::WentOnline);
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.error(), None);
    assert_eq!(tab.activity(), Activity::Idle);
}

#[test]
fn a_network_that_returns_to_a_page_where_all_is_well_is_no_reason_to_ask() {
    let mut tab = Tab::signed_in();
    tab.push(Input::WentOffline);
    assert_eq!(tab.activity(), Activity::Paused);
    tab.push(Input::WentOnline);
    tab.wait(MINUTE);
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_network_that_comes_and_goes_causes_no_storm() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.fail(Code::Network);
    for _ in 0..500 {
        tab.push(Input::WentOffline);
        tab.push(Input::WentOnline);
        if tab.asks().is_some() {
            tab.fail(Code::Network);
        }
        tab.wait(20);
    }
    assert!(tab.times(Intent::Check) <= 60, "{}", tab.asked.len());
}

#[test]
fn a_page_that_goes_online_after_loading_without_a_network_finds_its_session() {
    let mut tab = Tab::new(hallpass::machine::Config::default());
    tab.push(Input::Started {
        visible: true,
        online: false,
        tombstone: None,
    });
    tab.fail(Code::Network);
    assert_eq!(tab.error(), Some(Code::Network));
    tab.push(Input::WentOnline);
    tab.wait(SECOND);
    tab.answer(Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_refresh_that_failed_offline_is_made_when_the_network_returns() {
    let mut tab = Tab::signed_in();
    tab.push(Input::WentOffline);
    tab.refresh();
    tab.fail(Code::Network);
    tab.fail(Code::Network);
    tab.wait(10 * SECOND);
    tab.push(Input::WentOnline);
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_page_with_nothing_to_do_has_one_deadline_at_most() {
    let mut tab = Tab::signed_in();
    tab.push(Input::BecameHidden);
    assert_eq!(tab.next(), None);
    tab.wait(24 * HOUR);
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_tab_that_was_frozen_with_its_answer_asks_again() {
    let mut tab = Tab::signed_in();
    let call = tab.check();
    tab.freeze(HOUR);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Err(Code::Timeout)));
    assert!(tab.is_signed_in());
}

#[test]
fn an_error_that_a_hidden_tab_did_not_look_into_is_looked_into_when_it_is_shown() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.fail(status(500));
    tab.push(Input::BecameHidden);
    tab.wait(2 * SECOND);
    assert!(tab.error().is_some());
    tab.push(Input::BecameVisible);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.error(), None);
}
