//! Idleness: the server's limit mirrored, or the page's own (P19).

use hallpass::machine::{
    Answer, Call, Code, Config, Event, Failure, Generation, Input, Intent, Limit, Message, News,
    Reason,
};

use crate::harness::{EPOCH, HOUR, MINUTE, SECOND, Tab, ann, idle_ann, status};

fn on_demand() -> Config {
    Config {
        when: hallpass::machine::RefreshWhen::OnDemand,
        ..Config::default()
    }
}

/// Ann, whom the server forgets after 20 minutes.
fn watched() -> Tab {
    Tab::signed_in_as(on_demand(), idle_ann(1200))
}

/// Ann, whom this page forgets after 20 minutes.
fn own() -> Tab {
    Tab::signed_in_with(Config {
        idle: Some(20 * MINUTE),
        ..on_demand()
    })
}

fn warnings(tab: &Tab) -> usize {
    let idle = |event: &&Event| {
        matches!(
            event,
            Event::Expiring {
                limit: Limit::Idle,
                ..
            }
        )
    };
    tab.events.iter().filter(idle).count()
}

#[test]
fn the_idle_limit_is_warned_of_once_a_minute_ahead() {
    let mut tab = watched();
    tab.wait(19 * MINUTE - 1);
    assert_eq!(warnings(&tab), 0);
    tab.wait(1);
    let expiring = Event::Expiring {
        limit: Limit::Idle,
        expires_at: EPOCH + 1_200_000,
    };
    assert_eq!(tab.events, [expiring]);
    tab.wait(59 * SECOND);
    assert_eq!(warnings(&tab), 1);
}

#[test]
fn the_warning_is_at_least_twenty_seconds_ahead() {
    let config = Config {
        idle_warning: SECOND,
        ..on_demand()
    };
    let mut tab = Tab::signed_in_as(config, idle_ann(1200));
    tab.wait(1180 * SECOND);
    assert_eq!(warnings(&tab), 1);
}

#[test]
fn the_warning_of_a_short_limit_comes_at_half_time() {
    let mut tab = Tab::signed_in_as(on_demand(), idle_ann(30));
    tab.wait(14 * SECOND);
    assert_eq!(warnings(&tab), 0);
    tab.wait(SECOND);
    assert_eq!(warnings(&tab), 1);
}

#[test]
fn the_server_is_asked_when_the_idle_limit_has_passed() {
    let mut tab = watched();
    tab.wait(20 * MINUTE);
    assert!(tab.is_signed_in());
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn an_idle_limit_that_another_tab_moved_ends_nothing() {
    let mut tab = watched();
    tab.wait(20 * MINUTE);
    tab.answer(Answer::Session(idle_ann(600)));
    assert!(tab.is_signed_in());
    tab.wait(9 * MINUTE);
    assert_eq!(warnings(&tab), 2);
}

#[test]
fn the_idle_limit_ends_the_session_when_nobody_can_say_otherwise() {
    let mut tab = watched();
    tab.wait(20 * MINUTE);
    tab.fail(Failure::Network);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn activity_is_told_at_most_once_per_quarter_of_the_limit() {
    let mut tab = watched();
    for _ in 0..1200 {
        tab.wait(SECOND);
        tab.active();
        if tab.asks().is_some() {
            tab.answers(Intent::Touch, Answer::Session(idle_ann(1200)));
        }
    }
    assert!((3..=4).contains(&tab.asked.len()), "{}", tab.asked.len());
    assert_eq!(warnings(&tab), 0);
}

#[test]
fn activity_during_a_touch_asks_for_no_second_one() {
    let mut tab = watched();
    tab.wait(6 * MINUTE);
    tab.active();
    tab.active();
    tab.wait(SECOND);
    tab.active();
    tab.answer(Answer::Session(idle_ann(1200)));
    assert_eq!(tab.history(), [Intent::Touch]);
}

#[test]
fn a_touch_endpoint_that_is_down_is_not_asked_for_every_move_of_a_hand() {
    let mut tab = watched();
    tab.wait(6 * MINUTE);
    for _ in 0..200 {
        tab.active();
        match tab.asks() {
            Some(Intent::Touch) => tab.fail(status(500)),
            Some(_) => tab.answer(Answer::Session(idle_ann(1200))),
            None => {}
        }
        tab.wait(SECOND);
    }
    assert_eq!(tab.times(Intent::Touch), 1);
}

#[test]
fn activity_within_the_first_quarter_is_told_when_it_is_over_and_not_later() {
    let mut tab = watched();
    tab.wait(MINUTE);
    tab.active();
    tab.wait(4 * MINUTE - SECOND);
    assert_eq!(tab.asked.len(), 0);
    tab.wait(SECOND);
    tab.answers(Intent::Touch, Answer::Session(idle_ann(1200)));
    // What was told once is no news at the warning: nobody was there since.
    tab.wait(19 * MINUTE);
    assert_eq!(warnings(&tab), 1);
    assert_eq!(tab.times(Intent::Touch), 1);
}

#[test]
fn activity_without_an_idle_limit_is_nobodys_business() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    tab.active();
    assert_eq!((tab.asked.len(), tab.broadcast.len()), (0, 0));
}

#[test]
fn background_refreshes_count_for_no_activity() {
    let config = Config {
        when: hallpass::machine::RefreshWhen::Always,
        ..Config::default()
    };
    let mut tab = Tab::signed_in_as(config, idle_ann(1200));
    for second in 1..=1200 {
        tab.wait(SECOND);
        if tab.asks() == Some(Intent::Refresh) {
            tab.answer(Answer::Session(idle_ann(1200 - second)));
        }
    }
    assert_eq!(warnings(&tab), 1);
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn extend_tells_the_server_at_once() {
    let mut tab = watched();
    tab.wait(19 * MINUTE + 1);
    let call = tab.call(Call::Extend);
    tab.answers(Intent::Touch, Answer::Session(idle_ann(1200)));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(
        tab.snapshot().idle_expires_at,
        Some(tab.now.wall + 1_200_000)
    );
    assert_eq!(tab.news(), [News::Renewed]);
}

#[test]
fn extend_in_one_tab_clears_the_warning_in_the_others() {
    let (mut one, mut other) = (watched(), watched());
    for tab in [&mut one, &mut other] {
        tab.wait(19 * MINUTE);
        assert_eq!(warnings(tab), 1);
    }
    one.call(Call::Extend);
    one.answer(Answer::Session(idle_ann(1200)));
    other.hear(*one.broadcast.last().unwrap());
    other.wait(18 * MINUTE);
    assert_eq!(warnings(&other), 1);
    assert_eq!(other.asked.len(), 0);
    other.wait(MINUTE);
    assert_eq!(warnings(&other), 2);
}

#[test]
fn extend_that_fails_says_so() {
    for (answer, code) in [
        (Ok(Answer::Mismatch), Code::IdentityChanged),
        (Ok(Answer::CsrfRejected), Code::CsrfRejected),
        (
            Ok(Answer::LoggedOut { elsewhere: false }),
            Code::UnexpectedResponse,
        ),
        (Ok(Answer::Anonymous), Code::SessionEnded),
        (Err(Failure::Timeout), Code::Timeout),
    ] {
        let mut tab = watched();
        let call = tab.call(Call::Extend);
        match answer {
            Ok(answer) => tab.answer(answer),
            Err(failure) => tab.fail(failure),
        }
        assert_eq!(tab.outcome(call), Some(Err(code)));
    }
}

#[test]
fn extend_of_a_lapsed_session_refreshes_and_tries_again() {
    let mut tab = watched();
    let call = tab.call(Call::Extend);
    tab.answer(Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Session(idle_ann(1100)));
    tab.answers(Intent::Touch, Answer::Session(idle_ann(1200)));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn extend_of_a_lapsed_session_that_cannot_be_refreshed_fails_once() {
    let mut tab = watched();
    let call = tab.call(Call::Extend);
    tab.answer(Answer::Expired);
    tab.fail(status(500));
    tab.fail(status(500));
    assert_eq!(tab.outcome(call), Some(Err(Code::Server)));
    assert_eq!(tab.asks(), None);
}

#[test]
fn extend_without_a_way_to_tell_the_server_is_done_at_once() {
    let mut tab = Tab::signed_in_with(Config {
        touchable: false,
        ..Config::default()
    });
    let call = tab.call(Call::Extend);
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn the_pages_own_limit_logs_out() {
    let mut tab = own();
    tab.wait(20 * MINUTE);
    assert_eq!(warnings(&tab), 1);
    assert_eq!(tab.reason(), Some(Reason::Idle));
    assert_eq!(tab.asks(), Some(Intent::Logout { everywhere: false }));
    assert!(tab.tombstone.is_some());
}

#[test]
fn the_pages_own_limit_moves_with_activity_in_any_tab() {
    let mut tab = own();
    for _ in 0..5 {
        tab.wait(6 * MINUTE);
        tab.active();
    }
    assert!(tab.is_signed_in());
    assert!(tab.told(News::Active) >= 4);
    for _ in 0..5 {
        tab.wait(6 * MINUTE);
        tab.hear_of(News::Active);
    }
    assert!(tab.is_signed_in());
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn opening_a_page_is_activity_for_every_tab() {
    let tab = {
        let mut tab = Tab::started_with(Config {
            idle: Some(20 * MINUTE),
            ..on_demand()
        });
        tab.answer(Answer::Session(ann()));
        tab
    };
    assert_eq!(tab.told(News::Active), 1);
}

#[test]
fn extend_moves_the_pages_own_limit_in_every_tab() {
    for touchable in [true, false] {
        let config = Config {
            idle: Some(20 * MINUTE),
            touchable,
            ..on_demand()
        };
        let mut one = Tab::signed_in_with(config.clone());
        let mut other = Tab::signed_in_with(config);
        for tab in [&mut one, &mut other] {
            tab.wait(19 * MINUTE);
        }
        one.call(Call::Extend);
        for message in one.broadcast.clone() {
            other.hear(message);
        }
        other.wait(10 * MINUTE);
        assert!(other.is_signed_in(), "touchable: {touchable}");
    }
}

#[test]
fn a_hand_that_moves_after_the_pages_own_limit_comes_too_late() {
    let mut tab = own();
    tab.freeze(HOUR);
    tab.active();
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn extend_after_the_pages_own_limit_comes_too_late() {
    let mut tab = own();
    tab.freeze(HOUR);
    let call = tab.call(Call::Extend);
    assert_eq!(tab.outcome(call), Some(Err(Code::SessionEnded)));
}

#[test]
fn a_page_that_slept_past_the_limit_asks_and_neither_warns_nor_touches() {
    let mut tab = watched();
    tab.wait(MINUTE);
    tab.active();
    tab.freeze(HOUR);
    tab.push(Input::Timeout);
    assert_eq!(warnings(&tab), 0);
    assert_eq!(tab.history(), [Intent::Check]);
    tab.answer(Answer::Session(idle_ann(60)));
    assert_eq!(tab.asks(), None);
}

#[test]
fn idle_limits_are_not_mirrored_if_the_application_does_not_want_it() {
    let config = Config {
        watch_idle: false,
        ..on_demand()
    };
    let mut tab = Tab::signed_in_as(config, idle_ann(1200));
    tab.wait(HOUR);
    assert_eq!(tab.events, []);
    assert!(tab.is_signed_in());
}

#[test]
fn an_idle_limit_of_nothing_is_asked_about_once_and_then_none() {
    let mut tab = Tab::signed_in_as(on_demand(), idle_ann(0));
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Session(idle_ann(0)));
    tab.wait(HOUR);
    assert!(tab.is_signed_in());
    assert_eq!(tab.asked.len(), 1);
}

#[test]
fn activity_that_another_tab_tells_of_does_not_stand_in_for_a_touch() {
    let mut tab = watched();
    tab.wait(6 * MINUTE);
    tab.hear(Message::new(News::Active, Generation(0)));
    tab.active();
    assert_eq!(tab.asks(), Some(Intent::Touch));
}
