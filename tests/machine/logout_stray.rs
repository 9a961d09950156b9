//! The tombstone of a session that is not the one this tab shows: asked about, heeded, cleared in the end (P13).

use hallpass::machine::{Answer, Call, Config, Effect, Input, Intent, Name, News, Reason};

use crate::harness::{LOGOUT, SECOND, Tab, ann, bob, named, status};

#[test]
fn a_tombstone_of_another_session_is_asked_about() {
    let mut tab = Tab::signed_in();
    tab.set_tombstone(named("session-of-bob"));
    tab.hear_of(News::LoggedOut);
    assert!(tab.is_signed_in());
    assert_eq!(tab.asks(), Some(Intent::Check));
}

/// Where a refresh of that session is still in the air, its cookies may come last.
#[test]
fn a_tombstone_that_nobody_clears_is_cleared_once_nothing_of_its_session_is_in_the_air() {
    let mut tab = Tab::signed_in();
    tab.set_tombstone(named("session-of-bob"));
    tab.push(Input::BecameVisible);
    tab.answers(Intent::Check, Answer::Session(ann()));
    tab.wait(29 * SECOND);
    tab.check();
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(
        tab.tombstone(),
        named("session-of-bob"),
        "its own tab may be at it"
    );
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.tombstone(), None);
    assert!(tab.is_signed_in());
}

#[test]
fn a_tab_that_finds_the_session_of_a_tombstone_in_its_cookie_ends_it() {
    let mut tab = Tab::signed_in();
    tab.set_tombstone(named("session-of-bob"));
    tab.push(Input::BecameVisible);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert!(!tab.is_signed_in());
    tab.wait(20 * SECOND);
    assert_eq!(tab.question().handle, named("session-of-bob"));
}

#[test]
fn a_confirmed_logout_leaves_the_tombstone_of_another_session_and_heeds_it() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.set_tombstone(named("session-of-bob"));
    tab.answers(LOGOUT, Answer::Mismatch);
    assert_eq!(tab.tombstone(), named("session-of-bob"));
    assert_eq!(tab.asks(), None, "whoever left will see to it");
    tab.wait(20 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.question().handle, named("session-of-bob"));
}

#[test]
fn an_answer_that_shows_the_session_of_the_tombstone_ends_it_though_another_question_waits() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.set_tombstone(named("session-of-bob"));
    tab.hear_of(News::LoggedOut);
    tab.answers(Intent::Check, Answer::Session(bob())); // sent before that logout
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
}

/// A page that loads knows of no session yet: the user leaves the one that is in the cookie, whatever was to die before.
#[test]
fn a_logout_ends_the_session_that_is_there_though_the_tombstone_of_another_was_found() {
    for sent in [false, true] {
        let mut tab = Tab::new(Config::default());
        tab.set_tombstone(named("session-of-bob"));
        tab.grants = sent;
        tab.start();
        let logout = tab.call(Call::Logout { everywhere: false });
        if sent {
            tab.answers(LOGOUT, Answer::Mismatch);
        } else {
            let (id, _) = tab.locks[0];
            tab.push(Input::LockGranted { id, newest: None });
        }
        assert_eq!(tab.question().handle, None);
        tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.outcome(logout), Some(Ok(true)));
        assert_eq!((tab.tombstone(), tab.asks()), (None, None));
    }
}

/// A page that loads, a peer that hears of a logout: the same.
#[test]
fn a_logout_where_nobody_was_known_and_a_tombstone_was_heard_of_names_no_session() {
    let mut tab = Tab::anonymous();
    tab.set_tombstone(named("session-of-bob"));
    tab.hear_of(News::LoggedOut);
    tab.logout();
    assert_eq!(tab.tombstones, [Name::NONE]);
    let at = |effect| tab.effects.iter().position(|one| *one == effect);
    let [written, cleared] = [
        at(Effect::WriteTombstone(Name::NONE)),
        at(Effect::ClearTombstone(named("session-of-bob").unwrap())),
    ];
    assert!(
        written.is_some() && written < cleared,
        "no moment is without one"
    );
    assert_eq!((tab.asks(), tab.question().handle), (Some(LOGOUT), None));
}

/// A page took the tombstone of our session along when its user left whichever session is there: a sign-in here, later, is not
/// ended by what is left of it.
#[test]
fn a_sign_in_after_a_logout_elsewhere_that_took_the_place_of_ours_stays() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(status(502));
    tab.set_tombstone(Some(Name::NONE));
    tab.hear_of(News::LoggedOut);
    let login = tab.login();
    assert_eq!((tab.asks(), tab.question().handle), (Some(LOGOUT), None));
    tab.fail(status(502));
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert!(matches!(tab.outcome(login), Some(Ok(_))));
    assert_eq!((tab.tombstone(), tab.asks()), (None, None));
    tab.wait(20 * SECOND);
    assert!(tab.is_signed_in());
}

/// The user may have signed in as another one since.
#[test]
fn a_logout_everywhere_is_none_of_a_sign_in_that_is_in_doubt() {
    let mut tab = Tab::signed_in();
    tab.call(Call::Logout { everywhere: true });
    tab.fail(status(502));
    tab.login();
    for _ in ["the logout", "the sign-in", "its check"] {
        tab.fail(status(502));
    }
    tab.logout();
    let unnamed = |tab: &Tab| tab.asks().is_some() && tab.question().handle.is_none();
    while !unnamed(&tab) || tab.asks() == Some(Intent::Check) {
        if tab.asks().is_some() {
            tab.fail(status(502));
        }
        tab.wait(SECOND / 10);
    }
    assert_eq!(tab.asks(), Some(LOGOUT));
}

/// That logout is of whichever session is there, and perhaps of another user: all of theirs are not meant.
#[test]
fn a_logout_everywhere_that_a_page_elsewhere_took_along_is_one_of_the_session_that_is_there() {
    for delivered in [false, true] {
        let mut tab = Tab::signed_in();
        tab.call(Call::Logout { everywhere: true });
        if !delivered {
            tab.fail(status(502));
        }
        tab.set_tombstone(Some(Name::NONE));
        tab.hear_of(News::LoggedOut);
        if delivered {
            tab.answers(Intent::LogoutEverywhere, Answer::Mismatch);
        }
        tab.wait(20 * SECOND);
        assert_eq!((tab.asks(), tab.question().handle), (Some(LOGOUT), None));
    }
}
