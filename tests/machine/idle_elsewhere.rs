//! The page's own idle limit and the user who is active in another tab: asked first, ended then (P19).

use hallpass::machine::{
    Answer, Call, Code, Config, Generation, Input, Intent, Message, News, Reason,
};

use crate::harness::{HOUR, Happening, MINUTE, SECOND, Tab, ann, on_demand};

/// Ann, whom this page signs out after 20 minutes.
fn own() -> Tab {
    own_with(Config::default().touchable)
}

fn own_with(touchable: bool) -> Tab {
    Tab::signed_in_with(Config {
        idle: Some((20 * MINUTE).into()),
        touchable,
        ..on_demand()
    })
}

/// Hears from a tab in which the user was active that long ago.
fn hear_active(tab: &mut Tab, ago: u64) {
    let at = tab.now.wall.unsigned_abs() - ago;
    tab.hear(Message {
        wait: at / SECOND,
        ..Message::new(News::Active, Generation::default())
    });
}

/// How long ago the user was active, by what the tab said last.
fn said_active(tab: &Tab) -> Option<u64> {
    let said = tab.broadcast.last()?;
    let now = tab.now.wall.unsigned_abs();
    (said.news == News::Active).then(|| now / SECOND * SECOND - said.wait * SECOND)
}

#[test]
fn a_page_back_from_the_cache_asks_the_server_and_ends_nothing() {
    let mut tab = own();
    tab.wait(5 * MINUTE);
    tab.freeze(HOUR);
    tab.push(Input::Restored);
    assert_eq!(tab.tombstone(), None);
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.told(News::LoggedOut), 0);
    tab.wait(19 * MINUTE);
    assert!(tab.is_signed_in(), "to come back is to be there");
    tab.wait(MINUTE);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn a_page_that_heard_nothing_waits_for_the_word_of_the_others() {
    let frozen: [Happening; 3] = [
        ("thawed", |tab| tab.push(Input::Resumed)),
        ("a late timer", |tab| tab.push(Input::Timeout)),
        ("looked at", |tab| tab.push(Input::BecameVisible)),
    ];
    for (what, wakes) in frozen {
        let mut tab = own();
        tab.freeze(HOUR);
        wakes(&mut tab);
        assert!(tab.is_signed_in(), "{what}");
        assert_eq!(tab.told(News::Idle), 1, "{what}");
        hear_active(&mut tab, 5 * MINUTE);
        tab.wait(14 * MINUTE);
        assert!(tab.is_signed_in(), "{what}: fifteen minutes are left");
        tab.wait(MINUTE);
        assert_eq!(tab.reason(), Some(Reason::Idle), "{what}");
    }
}

#[test]
fn a_page_that_stood_still_while_the_others_answered_asks_once_more() {
    let mut tab = own();
    tab.wait(20 * MINUTE - SECOND);
    assert_eq!(tab.told(News::Idle), 1);
    tab.freeze(SECOND + 400);
    tab.push(Input::Timeout);
    assert!(tab.is_signed_in(), "their word may wait behind this");
    hear_active(&mut tab, 2 * SECOND);
    tab.wait(19 * MINUTE);
    assert!(tab.is_signed_in());
}

#[test]
fn without_a_word_of_the_others_the_limit_holds() {
    for word in [None, Some(21 * MINUTE)] {
        let mut tab = own();
        tab.freeze(HOUR);
        tab.push(Input::Resumed);
        if let Some(ago) = word {
            hear_active(&mut tab, ago);
        }
        tab.wait(3 * SECOND);
        assert_eq!(tab.reason(), Some(Reason::Idle), "{word:?}");
        assert!(tab.tombstone().is_some());
    }
}

#[test]
fn the_others_are_asked_before_a_limit_that_is_on_time() {
    let mut tab = own();
    tab.wait(20 * MINUTE - SECOND);
    assert_eq!(tab.told(News::Idle), 1);
    hear_active(&mut tab, MINUTE);
    tab.wait(18 * MINUTE);
    assert!(tab.is_signed_in());
}

#[test]
fn a_page_that_stands_still_while_it_waits_for_a_word_asks_again() {
    let mut tab = own();
    tab.freeze(HOUR);
    tab.push(Input::Timeout);
    tab.freeze(MINUTE);
    tab.push(Input::Timeout);
    assert!(tab.is_signed_in());
    assert_eq!(tab.told(News::Idle), 2);
    tab.wait(SECOND);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn the_late_timers_of_a_hidden_page_put_the_end_off_once() {
    let mut tab = own();
    tab.push(Input::BecameHidden);
    tab.freeze(20 * MINUTE);
    tab.push(Input::Timeout);
    for _ in 0..2 {
        assert!(tab.is_signed_in());
        tab.freeze(MINUTE);
        tab.push(Input::Timeout);
    }
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn a_tab_says_when_the_user_was_active_and_nothing_once_its_limit_is_over() {
    let mut tab = own();
    tab.wait(MINUTE);
    tab.active();
    tab.wait(10 * MINUTE);
    tab.forget();
    tab.hear_of(News::Idle);
    assert_eq!(said_active(&tab), Some(10 * MINUTE));
    tab.forget();
    tab.freeze(HOUR);
    tab.hear_of(News::Idle);
    assert_eq!(tab.told(News::Active), 0);
    let mut gone = own();
    gone.logout();
    gone.forget();
    gone.hear_of(News::Idle);
    assert_eq!(gone.told(News::Active), 0);
}

#[test]
fn a_call_to_extend_after_the_limit_is_settled_by_the_word_of_the_others() {
    for touchable in [true, false] {
        let mut tab = own_with(touchable);
        tab.freeze(HOUR);
        let call = tab.call(Call::Extend);
        assert_eq!(tab.outcome(call), None);
        hear_active(&mut tab, MINUTE);
        if touchable {
            tab.answers(Intent::Touch, Answer::Session(ann()));
        }
        assert_eq!(tab.outcome(call), Some(Ok(false)), "touchable: {touchable}");
        tab.wait(19 * MINUTE);
        assert!(tab.is_signed_in(), "and extends");

        let mut tab = own_with(touchable);
        tab.freeze(HOUR);
        let call = tab.call(Call::Extend);
        tab.wait(SECOND);
        assert_eq!(tab.outcome(call), Some(Err(Code::SessionEnded)));
    }
}

#[test]
fn activity_is_told_with_its_age_and_before_the_page_is_hidden() {
    let mut tab = own();
    tab.wait(MINUTE);
    tab.active();
    tab.wait(2 * MINUTE);
    assert_eq!(
        tab.told(News::Active),
        0,
        "not more often than every quarter"
    );
    tab.push(Input::BecameHidden);
    assert_eq!(said_active(&tab), Some(2 * MINUTE));
    tab.forget();
    tab.wait(10 * MINUTE);
    assert_eq!(tab.told(News::Active), 0, "and once");
}

#[test]
fn a_word_that_comes_late_tells_of_no_later_activity() {
    let mut tab = own();
    tab.wait(10 * MINUTE);
    let at = tab.now.wall.unsigned_abs() / SECOND;
    tab.freeze(5 * MINUTE);
    tab.hear(Message {
        wait: at,
        ..Message::new(News::Active, Generation::default())
    });
    tab.wait(15 * MINUTE);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn a_clock_that_goes_wrong_elsewhere_puts_the_limit_off_once_at_the_most() {
    let mut tab = own();
    tab.wait(MINUTE);
    tab.hear(Message {
        wait: 30_000_000_000,
        ..Message::new(News::Active, Generation::default())
    });
    tab.wait(20 * MINUTE);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn older_activity_elsewhere_brings_no_limit_nearer() {
    let mut tab = own();
    tab.wait(10 * MINUTE);
    tab.active();
    hear_active(&mut tab, 5 * MINUTE);
    tab.wait(20 * MINUTE - 2 * SECOND);
    assert!(tab.is_signed_in());
}

#[test]
fn activity_that_seemed_too_late_counts_once_another_tab_has_moved_the_limit() {
    let mut tab = own();
    tab.freeze(25 * MINUTE);
    tab.active();
    assert_eq!(
        tab.told(News::Idle),
        1,
        "by what this page knows it is too late"
    );
    hear_active(&mut tab, 10 * MINUTE);
    tab.wait(19 * MINUTE);
    assert!(tab.is_signed_in(), "the limit runs from the activity here");
    tab.wait(MINUTE);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn activity_that_was_too_late_for_the_other_tabs_too_is_none() {
    let mut tab = own();
    tab.freeze(45 * MINUTE);
    tab.active();
    hear_active(&mut tab, 21 * MINUTE);
    tab.wait(2 * SECOND);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn a_hidden_page_that_slept_while_it_waited_for_a_word_asks_again() {
    let mut tab = own();
    tab.push(Input::BecameHidden);
    tab.wait(20 * MINUTE - SECOND);
    for (asked, slept) in [(2, 10 * SECOND), (3, HOUR)] {
        tab.freeze(slept);
        tab.push(Input::Timeout);
        assert!(tab.is_signed_in(), "{slept}");
        assert_eq!(tab.told(News::Idle), asked, "{slept}");
    }
    tab.wait(SECOND);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn a_timer_that_is_a_little_late_puts_nothing_off() {
    let mut tab = own();
    tab.wait(20 * MINUTE - SECOND);
    tab.freeze(SECOND + 250);
    tab.push(Input::Timeout);
    assert_eq!(tab.reason(), Some(Reason::Idle));
}

#[test]
fn a_page_that_is_hidden_tells_of_activity_once_and_of_none_if_there_was_none() {
    let mut tab = own();
    tab.wait(MINUTE);
    tab.push(Input::BecameHidden);
    assert_eq!(tab.told(News::Active), 0);
    tab.active();
    tab.push(Input::BecameHidden);
    tab.push(Input::BecameHidden);
    assert_eq!(tab.told(News::Active), 1);
}
