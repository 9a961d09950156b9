//! Answers from before a refresh in another tab: they undo nothing (P15).

use hallpass::machine::{Answer, Intent};

use crate::harness::{SECOND, Tab, ann, bob, facts, renewed};

#[test]
fn a_check_that_another_tabs_refresh_has_overtaken_is_made_again() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.hear(renewed(1));
    // As it was before that refresh.
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.times(Intent::Refresh), 0);
}

#[test]
fn an_answer_from_before_another_tabs_refresh_does_not_undo_it() {
    for said in [Some(100), None] {
        let mut tab = Tab::signed_in();
        tab.wait(200 * SECOND);
        tab.check();
        tab.hear(renewed(1));
        let known = tab.machine.snapshot().expires_at;
        tab.answers(Intent::Check, Answer::Session(facts("ann", said)));
        assert_eq!(tab.machine.snapshot().expires_at, known, "{said:?}");
    }
}

#[test]
fn an_answer_that_knows_a_later_expiry_than_another_tabs_refresh_counts() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.hear(renewed(1));
    let known = tab.machine.snapshot().expires_at;
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(600))));
    assert!(tab.machine.snapshot().expires_at > known);
}

#[test]
fn another_session_in_an_answer_from_before_a_refresh_is_asked_about_once_more() {
    for overtaken in [false, true] {
        let mut tab = Tab::signed_in();
        tab.check();
        if overtaken {
            tab.hear(renewed(1));
        }
        tab.answers(Intent::Check, Answer::Session(bob()));
        assert_eq!(tab.asks(), overtaken.then_some(Intent::Check));
    }
}
