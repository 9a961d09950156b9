//! A sign-in after a logout that the server has not confirmed (P13, P14).

use hallpass::machine::{Answer, Code, Config, Facts, Input, Intent, News};

use crate::harness::{LOGOUT, SECOND, Tab, ann, bob, named, status};

fn nameless() -> Facts {
    Facts {
        handle: None,
        ..ann()
    }
}

#[test]
fn a_named_logout_outlives_a_sign_in_that_was_not_verified() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(status(502));
    let login = tab.login();
    assert_eq!(tab.asks(), Some(LOGOUT));
    tab.fail(status(502));
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.fail(status(502));
    assert_eq!(tab.outcome(login), Some(Err(Code::Server)));
    // Its cookie was not stored: the session that the user has left is still there.
    if tab.asks() == Some(Intent::Check) {
        tab.answer(Answer::Session(ann()));
    }
    assert!(!tab.is_signed_in(), "shown after its logout");
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.question().handle, named("session-of-ann"));
}

#[test]
fn a_sign_in_whose_cookie_a_late_one_of_the_session_that_was_left_replaces_is_none() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(status(502));
    let login = tab.login();
    tab.fail(status(502));
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(login), Some(Err(Code::UnexpectedResponse)));
    assert!(!tab.is_signed_in(), "shown after its logout");
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.question().handle, named("session-of-ann"));
}

/// Some servers keep the id of a session that a user signs in to once more.
#[test]
fn a_sign_in_to_the_session_that_was_left_is_one() {
    for told in [ann(), nameless()] {
        let mut tab = Tab::signed_in();
        tab.logout();
        tab.fail(status(502));
        tab.login();
        tab.fail(status(502));
        tab.answers(Intent::Login, Answer::Session(told));
        tab.answers(Intent::Check, Answer::Session(ann()));
        assert!(tab.is_signed_in());
        assert_eq!((tab.tombstone(), tab.asks()), (None, None));
    }
}

#[test]
fn a_named_logout_does_no_harm_to_the_sign_in_after_it() {
    for takes_handle in [true, false] {
        let mut tab = Tab::signed_in_with(Config {
            takes_handle,
            ..Config::default()
        });
        tab.logout();
        tab.fail(status(502));
        let _login = tab.login();
        tab.fail(status(502));
        tab.answers(Intent::Login, Answer::Session(bob()));
        tab.fail(status(502));
        if takes_handle {
            tab.answers(LOGOUT, Answer::Mismatch);
        } else {
            tab.answers(Intent::Check, Answer::Session(bob()));
        }
        tab.answers(Intent::Check, Answer::Session(bob()));
        assert!(tab.is_signed_in());
    }
}

#[test]
fn a_logout_that_is_said_once_more_takes_no_sign_in_with_it_that_came_after() {
    let mut other = Tab::signed_in_as(Config::default(), nameless());
    let mut tab = Tab::signed_in_as(Config::default(), nameless());
    other.logout();
    tab.set_tombstone(named(""));
    tab.hear(*other.broadcast.last().unwrap());
    assert!(!tab.is_signed_in());
    other.fail(status(502));
    other.forget();
    // The other page is hidden, and its timers are late.
    other.freeze(20 * SECOND);
    let login = tab.login();
    assert_eq!(tab.asks(), Some(LOGOUT));
    tab.fail(status(502));
    assert_eq!(tab.asks(), Some(Intent::Login));
    other.push(Input::Timeout);
    let said: Vec<_> = other
        .broadcast
        .iter()
        .copied()
        .filter(|m| m.news == News::LoggedOut)
        .collect();
    assert_eq!(said.len(), 1);
    tab.hear(said[0]);
    tab.answers(Intent::Login, Answer::Session(nameless()));
    tab.answers(Intent::Check, Answer::Session(nameless()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert!(tab.is_signed_in());
}
