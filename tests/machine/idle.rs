//! The server's idle limit, mirrored: warned of, asked about, believed (P19).

use hallpass::machine::{Answer, Code, Config, Event, Input, Intent, Limit, News, Reason};

use crate::harness::{EPOCH, HOUR, Happening, MINUTE, SECOND, Tab, idle_ann, on_demand};

/// Ann, whom the server forgets after 20 minutes.
pub(crate) fn watched() -> Tab {
    Tab::signed_in_as(on_demand(), idle_ann(1200))
}

pub(crate) fn warnings(tab: &Tab) -> usize {
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
    tab.fail(Code::Network);
    assert_eq!(tab.reason(), Some(Reason::Idle));
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

/// What another tab says after it has touched, for fifteen minutes more.
fn moved() -> hallpass::machine::Message {
    let mut peer = Tab::signed_in_as(on_demand(), idle_ann(900));
    peer.refresh();
    peer.answer(Answer::Session(idle_ann(900)));
    let news = |message: &&hallpass::machine::Message| message.news == News::Renewed;
    *peer.broadcast.iter().find(news).expect("it tells")
}

#[test]
fn a_limit_that_another_tab_moves_while_the_server_is_asked_outlives_a_failure() {
    let mut tab = watched();
    tab.wait(20 * MINUTE);
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.hear(moved());
    tab.fail(Code::Network);
    assert!(tab.is_signed_in(), "fifteen minutes are left");
    tab.wait(13 * MINUTE);
    assert!(tab.is_signed_in());
}

#[test]
fn a_limit_found_near_on_waking_is_warned_of_at_once_and_once() {
    let wakes: [Happening; 2] = [
        ("its clock stood still", |tab| {
            tab.set_wall(1_170_000);
            tab.push(Input::BecameVisible);
        }),
        ("out of the cache", |tab| {
            tab.freeze(1170 * SECOND);
            tab.push(Input::Restored);
        }),
    ];
    for (what, wakes) in wakes {
        let mut tab = watched();
        wakes(&mut tab);
        tab.answers(Intent::Check, Answer::Session(idle_ann(30)));
        assert_eq!(warnings(&tab), 1, "{what}");
        tab.check();
        tab.answer(Answer::Session(idle_ann(30)));
        assert_eq!(warnings(&tab), 1, "{what}");
        tab.check();
        tab.answer(Answer::Session(idle_ann(1200)));
        tab.wait(1140 * SECOND);
        assert_eq!(warnings(&tab), 2, "{what}: it was moved since");
    }
}

#[test]
fn a_page_that_opens_shortly_before_the_limit_warns_of_it() {
    let mut tab = Tab::started_with(on_demand());
    tab.answer(Answer::Session(idle_ann(600)));
    tab.set_wall(600_000);
    tab.check();
    tab.answer(Answer::Session(idle_ann(40)));
    assert_eq!(warnings(&tab), 1);
}
