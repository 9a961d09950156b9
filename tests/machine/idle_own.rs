//! The page's own idle limit, for servers that keep none (P19).

use hallpass::machine::{Answer, Call, Code, Config, Generation, Intent, Message, News, Reason};

use crate::harness::{HOUR, MINUTE, SECOND, Tab, ann, busy, named, on_demand};
use crate::idle::warnings;

/// Ann, whom this page forgets after 20 minutes.
fn own() -> Tab {
    Tab::signed_in_with(Config {
        idle: Some((20 * MINUTE).into()),
        ..on_demand()
    })
}

#[test]
fn the_pages_own_limit_logs_out() {
    let mut tab = own();
    tab.wait(20 * MINUTE);
    assert_eq!(warnings(&tab), 1);
    assert_eq!(tab.reason(), Some(Reason::Idle));
    assert_eq!(tab.asks(), Some(Intent::Logout));
    assert!(tab.tombstone().is_some());
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
        let at = tab.now.wall.unsigned_abs() / SECOND;
        tab.hear(Message {
            wait: at,
            ..Message::new(News::Active, Generation::default())
        });
    }
    assert!(tab.is_signed_in());
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn to_sign_in_once_more_is_activity_for_every_tab() {
    let mut tab = own();
    tab.wait(15 * MINUTE);
    tab.login();
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.told(News::Active), 1);
    tab.wait(19 * MINUTE);
    assert!(tab.is_signed_in());
}

#[test]
fn opening_a_page_is_activity_for_every_tab() {
    let tab = {
        let mut tab = Tab::started_with(Config {
            idle: Some((20 * MINUTE).into()),
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
            idle: Some((20 * MINUTE).into()),
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
    tab.wait(SECOND);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn what_waited_for_a_page_that_slept_is_heard_before_its_own_limit_is_judged() {
    let mut tab = own();
    tab.wait(20 * MINUTE - SECOND);
    assert_eq!(tab.told(News::Idle), 1, "the others are asked");
    tab.freeze(SECOND + 90);
    tab.hear_of(News::Idle); // of a page that slept as well
    assert!(tab.is_signed_in(), "another message may wait behind it");
    let at = tab.now.wall.unsigned_abs() / SECOND - 30;
    tab.hear(Message {
        wait: at,
        ..Message::new(News::Active, Generation::default())
    });
    tab.wait(19 * MINUTE);
    assert!(tab.is_signed_in());
}

#[test]
fn an_idle_limit_of_the_pages_own_shows_as_one_in_every_tab() {
    let mut first = own();
    first.wait(20 * MINUTE);
    assert_eq!(first.reason(), Some(Reason::Idle));
    let says = |message: &&Message| message.news == News::LoggedOut;
    let farewell = *first.broadcast.iter().find(says).expect("it tells");
    let mut other = own();
    other.set_tombstone(named("session-of-ann"));
    other.hear(farewell);
    assert_eq!(other.reason(), Some(Reason::Idle));
}

#[test]
fn a_logout_elsewhere_is_by_the_idle_limit_only_where_a_page_that_has_one_is_told_so() {
    for (mut tab, by_limit) in [(own(), 0), (Tab::signed_in(), 1)] {
        tab.set_tombstone(named("session-of-ann"));
        tab.hear(Message {
            wait: by_limit,
            ..Message::new(News::LoggedOut, Generation::default())
        });
        assert_eq!(tab.reason(), Some(Reason::LoggedOut), "{by_limit}");
    }
}

#[test]
fn extend_moves_the_pages_own_limit_though_the_server_wants_to_be_left_alone() {
    let mut tab = own();
    tab.wait(15 * MINUTE);
    tab.refresh();
    tab.fail(busy(60));
    tab.answer(Answer::Expired);
    let call = tab.call(Call::Extend);
    assert_eq!(tab.outcome(call), Some(Err(Code::RateLimited)));
    tab.wait(19 * MINUTE);
    assert!(tab.is_signed_in());
}
