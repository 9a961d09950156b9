//! A logout is remembered, and retried until the server knows nobody any more (P14).

use std::collections::BTreeSet;

use hallpass::machine::{Answer, Call, Code, Config, Input, Intent, News, Reason};

use crate::harness::{LOGOUT, MINUTE, SECOND, Tab, ann, bob, busy, failures, named, status};

#[test]
fn a_logout_is_confirmed_once_the_server_knows_nobody_any_more() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    assert_eq!(tab.outcome(logout), None);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
    assert_eq!(tab.tombstone(), None);
    assert_eq!((tab.asks(), tab.next()), (None, None));
    assert_eq!(tab.released.len(), 1);
}

#[test]
fn a_logout_where_nobody_is_signed_in_any_more_is_one_too() {
    for answer in [Answer::Anonymous, Answer::Expired] {
        let mut tab = Tab::signed_in();
        let logout = tab.logout();
        tab.answers(LOGOUT, answer);
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.outcome(logout), Some(Ok(true)));
    }
}

#[test]
fn a_session_that_comes_back_to_life_is_killed_again() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.answer(Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(!tab.is_signed_in());
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
}

#[test]
fn a_session_that_cannot_be_killed_is_tried_again_later_and_never_shown() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    for _ in 0..3 {
        tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
        tab.answers(Intent::Check, Answer::Session(ann()));
    }
    assert_eq!(tab.asks(), None);
    assert_eq!(tab.outcome(logout), Some(Ok(false)));
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    tab.wait(2 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn somebody_who_signed_in_meanwhile_is_not_logged_out() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.answer(Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.snapshot().subject, named("bob"));
}

#[test]
fn a_logout_of_a_session_that_another_one_replaced_is_over() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.answer(Answer::Mismatch);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
    assert_eq!(tab.tombstone(), None);
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn a_logout_called_for_once_more_is_not_over_because_the_first_session_is_gone() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(status(502));
    tab.login();
    for intent in [LOGOUT, Intent::Login, Intent::Check] {
        assert_eq!(tab.asks(), Some(intent));
        tab.fail(Code::Network); // that of the sign-in is lost: a session may be there now
    }
    while tab.asks().is_none() {
        tab.wait(SECOND);
    }
    assert_eq!(tab.question().handle, named("session-of-ann"));
    let again = tab.logout();
    tab.answers(LOGOUT, Answer::Mismatch);
    assert_eq!(tab.outcome(again), None);
    assert_eq!(tab.question().handle, None, "any session is meant");
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(again), Some(Ok(true)));
}

#[test]
fn a_logout_that_fails_in_any_way_is_unconfirmed_and_retried() {
    for failure in failures() {
        let mut tab = Tab::signed_in();
        let logout = tab.logout();
        tab.fail(failure);
        assert_eq!(tab.outcome(logout), Some(Ok(false)));
        assert_eq!(tab.reason(), Some(Reason::LoggedOut));
        assert!(tab.tombstone().is_some());
        tab.wait(3 * SECOND);
        tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!((tab.tombstone(), tab.error()), (None, None));
        let again = tab.logout();
        tab.answer(Answer::LoggedOut { elsewhere: false });
        tab.answer(Answer::Anonymous);
        assert_eq!(tab.outcome(again), Some(Ok(true)));
    }
}

#[test]
fn a_logout_that_is_answered_strangely_is_retried() {
    for answer in [
        Answer::Session(ann()),
        Answer::Refused,
        Answer::CsrfRejected,
    ] {
        let mut tab = Tab::signed_in();
        let logout = tab.logout();
        tab.answer(answer);
        assert_eq!(tab.outcome(logout), Some(Ok(false)));
        tab.wait(2 * SECOND);
        assert_eq!(tab.asks(), Some(LOGOUT));
    }
}

#[test]
fn a_logout_is_repeated_although_the_browser_calls_itself_offline() {
    let mut tab = Tab::signed_in();
    tab.push(Input::WentOffline);
    tab.logout();
    tab.fail(Code::Network);
    tab.wait(2 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
    tab.answer(Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.tombstone(), None, "a VPN may hide the network from it");
}

#[test]
fn a_logout_that_waits_is_made_soon_once_the_network_is_back() {
    let mut tab = Tab::signed_in();
    tab.push(Input::WentOffline);
    tab.logout();
    for _ in 0..10 {
        tab.fail(Code::Network);
        tab.wait(MINUTE);
    }
    tab.fail(Code::Network);
    tab.push(Input::WentOnline);
    tab.wait(SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn a_server_that_wants_to_be_left_alone_gets_its_time_before_the_logout() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(busy(60));
    tab.push(Input::WentOffline);
    tab.push(Input::WentOnline);
    tab.push(Input::BecameVisible);
    tab.wait(59 * SECOND);
    assert_eq!(tab.times(LOGOUT), 1);
    tab.wait(2 * SECOND);
    assert_eq!(tab.times(LOGOUT), 2);
}

#[test]
fn a_hidden_tab_goes_on_trying_to_confirm() {
    let mut tab = Tab::signed_in();
    tab.push(Input::BecameHidden);
    tab.logout();
    tab.fail(status(500));
    tab.wait(2 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn a_logout_everywhere_that_comes_too_late_for_that_is_not_called_confirmed() {
    let mut tab = Tab::signed_in();
    let here = tab.logout();
    let everywhere = tab.call(Call::Logout { everywhere: true });
    assert_eq!(tab.outcome(everywhere), Some(Ok(false)));
    let again = tab.call(Call::Logout { everywhere: true });
    assert_eq!(tab.outcome(again), Some(Ok(false)));
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.outcome(here), Some(Ok(true)));
    assert_eq!(tab.times(Intent::LogoutEverywhere), 0);
}

#[test]
fn a_logout_everywhere_that_comes_in_time_is_sent_as_one() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.logout();
    let everywhere = tab.call(Call::Logout { everywhere: true });
    let (id, _) = *tab.locks.last().unwrap();
    tab.push(Input::LockGranted { id, newest: None });
    tab.answers(
        Intent::LogoutEverywhere,
        Answer::LoggedOut { elsewhere: false },
    );
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.outcome(everywhere), Some(Ok(true)));
}

#[test]
fn a_logout_everywhere_that_comes_too_late_is_made_up_for_if_the_first_one_fails() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.call(Call::Logout { everywhere: true });
    tab.fail(status(500));
    assert_eq!(tab.asks(), Some(Intent::LogoutEverywhere));
}

#[test]
fn two_sessions_that_were_left_one_after_the_other_are_both_delivered() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(Code::Network);
    tab.tombstones.extend(named("session-of-bob"));
    tab.wait(20 * SECOND);
    assert_eq!(tab.question().handle, named("session-of-ann"));
    tab.answers(LOGOUT, Answer::Mismatch);
    assert_eq!(tab.tombstone(), named("session-of-bob"));
    tab.wait(20 * SECOND);
    assert_eq!(tab.question().handle, named("session-of-bob"));
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.tombstone(), None);
}

#[test]
fn a_tab_that_leaves_while_the_tombstone_of_another_session_stands_minds_its_own() {
    let mut tab = Tab::signed_in();
    tab.tombstones.extend(named("session-of-bob"));
    tab.logout();
    tab.push(Input::BecameVisible);
    assert_eq!(tab.question().handle, named("session-of-ann"));
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.tombstones, [named("session-of-bob").unwrap()]);
}

#[test]
fn a_check_after_a_logout_changes_no_reason() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    tab.check();
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
}

#[test]
fn tabs_that_wait_for_the_logout_of_another_do_not_all_confirm_it_at_once() {
    let waits: BTreeSet<_> = (1..9)
        .filter_map(|seed| {
            let mut tab = Tab::signed_in_with(Config {
                seed,
                ..Config::default()
            });
            tab.set_tombstone(named("session-of-ann"));
            tab.hear_of(News::LoggedOut);
            tab.wait(SECOND);
            tab.next().map(|(at, _)| at)
        })
        .collect();
    assert!(waits.len() > 4, "{waits:?}");
}
