//! Activity: told to the server as rarely as will do (P19).

use hallpass::machine::{Answer, Config, Facts, Generation, Intent, Message, News, Reason};

use crate::harness::{MINUTE, SECOND, Tab, always, idle_ann, on_demand, renewed, status};
use crate::idle::{warnings, watched};

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
    let mut tab = Tab::signed_in_as(always(), idle_ann(1200));
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
fn activity_that_another_tab_tells_of_does_not_stand_in_for_a_touch() {
    let mut tab = watched();
    tab.wait(6 * MINUTE);
    tab.hear(Message {
        wait: tab.now.wall.unsigned_abs() / SECOND,
        ..Message::new(News::Active, Generation(0))
    });
    tab.active();
    assert_eq!(tab.asks(), Some(Intent::Touch));
}

#[test]
fn a_server_that_takes_no_word_of_activity_is_told_of_none() {
    let config = Config {
        touchable: false,
        ..on_demand()
    };
    let mut tab = Tab::signed_in_as(
        config,
        Facts {
            expires_in: None,
            ..idle_ann(1200)
        },
    );
    tab.wait(6 * MINUTE);
    tab.active();
    tab.wait(SECOND);
    assert_eq!(tab.times(Intent::Touch), 0);
}

#[test]
fn a_touch_that_finds_the_access_part_lapsed_is_made_again_after_a_refresh_and_only_after_one() {
    for elsewhere in [false, true] {
        let mut tab = watched();
        tab.wait(6 * MINUTE);
        tab.active();
        assert_eq!(tab.asks(), Some(Intent::Touch));
        if elsewhere {
            tab.hear(renewed(1));
        }
        tab.answer(Answer::Expired);
        if !elsewhere {
            tab.answers(Intent::Refresh, Answer::Session(idle_ann(1200)));
        }
        assert_eq!(
            tab.asks(),
            Some(Intent::Touch),
            "refreshed elsewhere: {elsewhere}"
        );
    }
}
