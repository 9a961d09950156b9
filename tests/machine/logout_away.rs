//! Leaving for where the server sends a user who logged out: that page, by that logout alone (P13).

use hallpass::machine::{Answer, Config, Effect, Intent, News};

use crate::harness::{LOGOUT, SECOND, Tab, ann, bob, named};

fn left(tab: &Tab) -> usize {
    tab.did(&Effect::NavigateAway)
}

#[test]
fn a_page_leaves_if_the_server_says_so_and_nobody_is_signed_in_any_more() {
    for (elsewhere, found, leaves) in [
        (true, Answer::Anonymous, 1),
        (false, Answer::Anonymous, 0),
        (true, Answer::Session(bob()), 0),
        (false, Answer::Session(bob()), 0),
    ] {
        let mut tab = Tab::signed_in();
        tab.logout();
        tab.answers(LOGOUT, Answer::LoggedOut { elsewhere });
        tab.answers(Intent::Check, found);
        assert_eq!(left(&tab), leaves, "{elsewhere} {found:?}");
    }
}

#[test]
fn a_page_whose_session_was_gone_stays() {
    for answer in [Answer::Anonymous, Answer::Expired, Answer::NoAccess] {
        let mut tab = Tab::signed_in();
        tab.logout();
        tab.answers(LOGOUT, answer);
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(left(&tab), 0, "{answer:?}");
    }
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.answers(LOGOUT, Answer::Mismatch);
    assert_eq!(left(&tab), 0);
}

#[test]
fn a_page_that_asks_whose_session_there_is_stays_if_there_is_none() {
    let mut tab = Tab::new(Config {
        takes_handle: false,
        ..Config::default()
    });
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(left(&tab), 0);
}

#[test]
fn a_page_that_looks_what_became_of_another_ones_logout_stays() {
    let mut tab = Tab::signed_in_as(Config::default(), ann());
    tab.set_tombstone(named("session-of-ann"));
    tab.hear_of(News::LoggedOut);
    tab.wait(SECOND);
    tab.set_tombstone(None);
    tab.hear_of(News::Ended);
    tab.wait(SECOND);
    if tab.asks().is_some() {
        tab.answer(Answer::Anonymous);
    }
    assert_eq!(left(&tab), 0);
    assert_eq!(tab.times(LOGOUT), 0);
}
