//! A sign-in of which nobody knows how it went, and one at the server's own page (P12, P13).

use hallpass::machine::{Answer, Call, Code, Config, Effect, Facts, Input, Intent, News, Reason};

use crate::harness::{LOGOUT, SECOND, Tab, absolute_ann, ann, bob, facts, losses, named};

#[test]
fn a_logout_after_a_sign_in_of_unknown_outcome_names_nobody() {
    for failure in losses() {
        for verified in [false, true] {
            let mut tab = Tab::signed_in();
            tab.login();
            if verified {
                tab.answers(Intent::Login, Answer::Session(bob()));
            }
            tab.fail(failure);
            tab.logout();
            tab.air.clear(); // of the check that was aborted
            tab.wait(SECOND);
            let asked = tab.asked.last().unwrap();
            assert_eq!(asked.intent, LOGOUT, "{failure:?}");
            assert_eq!(asked.handle, None, "whoever is there is to be out");
        }
    }
}

#[test]
fn a_logout_names_who_is_there_once_the_server_has_said_who() {
    let mut tab = Tab::signed_in();
    tab.login();
    tab.fail(Code::Network);
    tab.answers(Intent::Check, Answer::Session(ann()));
    tab.logout();
    assert_eq!(tab.question().handle, named("session-of-ann"));
}

#[test]
fn who_leaves_for_a_sign_in_waits_for_the_cookies_of_a_renewal_in_flight() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.call(Call::LoginByNavigation);
    assert_eq!(tab.did(&Effect::NavigateToLogin), 0);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.did(&Effect::NavigateToLogin), 1);
    assert_eq!(tab.asks(), None);
}

#[test]
fn who_leaves_for_a_sign_in_waits_a_bounded_time() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.call(Call::LoginByNavigation);
    tab.wait(3 * SECOND);
    assert_eq!(tab.did(&Effect::NavigateToLogin), 1);
}

#[test]
fn who_leaves_for_a_sign_in_waits_for_nothing_else() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.call(Call::LoginByNavigation);
    assert_eq!(tab.did(&Effect::NavigateToLogin), 1);
}

#[test]
fn who_logs_out_instead_stays() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.call(Call::LoginByNavigation);
    tab.logout();
    tab.answer(Answer::Session(ann()));
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.did(&Effect::NavigateToLogin), 0);
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
}

#[test]
fn a_logout_in_another_tab_takes_the_sign_in_under_way_with_it() {
    for answered in [false, true] {
        let mut tab = Tab::anonymous();
        let login = tab.login();
        if answered {
            tab.answers(Intent::Login, Answer::Session(ann()));
        }
        let late = tab.question();
        tab.set_tombstone(named("")); // somebody was in before that answer came, and left
        tab.hear_of(News::LoggedOut);
        assert_eq!(tab.outcome(login), Some(Err(Code::SessionEnded)));
        let again = tab.login();
        tab.air.clear();
        tab.push(Input::Answered(late.id, Ok(Answer::Session(ann()))));
        assert!(!tab.is_signed_in());
        assert_eq!(tab.tombstone(), named(""), "that logout is not confirmed");
        assert_eq!(tab.outcome(again), None, "its own answer is to come");
    }
}

#[test]
fn a_session_that_is_said_to_last_no_longer_is_still_the_one_known() {
    let mut tab = Tab::signed_in();
    tab.login();
    tab.fail(Code::Network);
    tab.fail(Code::Network);
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(0))));
    assert_eq!(tab.asks(), Some(Intent::Refresh), "it has lapsed");
    tab.logout();
    assert_eq!(tab.tombstone(), named("session-of-ann"));
}

#[test]
fn another_session_that_is_said_to_last_no_longer_is_shown_before_it_is_refreshed() {
    let mut tab = Tab::signed_in();
    tab.check();
    let other = Facts {
        handle: named("another-of-ann"),
        ..facts("ann", Some(0))
    };
    tab.answers(Intent::Check, Answer::Session(other));
    assert_ne!(tab.asks(), Some(Intent::Refresh));
    let request = tab.request();
    assert_eq!(tab.sent_under(request), named("another-of-ann"));
}

#[test]
fn the_absolute_limit_of_the_session_before_is_not_that_of_a_sign_in_that_may_have_worked() {
    for lapsed in [false, true] {
        let before = Facts {
            handle: None,
            ..absolute_ann(60)
        };
        let mut tab = Tab::signed_in_as(Config::default(), before);
        tab.login();
        tab.answers(Intent::Login, Answer::Session(before));
        tab.fail(Code::Network);
        if lapsed {
            let of_the_new_one = Facts {
                expires_in: Some(0.into()),
                absolute_expires_in: Some((150 * SECOND).into()),
                ..before
            };
            tab.answers(Intent::Check, Answer::Session(of_the_new_one));
            tab.answers(Intent::Refresh, Answer::Session(of_the_new_one));
        } else {
            tab.fail(Code::Network);
        }
        tab.freeze(61 * SECOND);
        tab.push(Input::Timeout);
        assert_eq!(tab.is_signed_in(), lapsed);
        if !lapsed {
            tab.answers(Intent::Check, Answer::Session(ann()));
            assert!(tab.is_signed_in());
        }
    }
}

#[test]
fn a_sign_in_in_doubt_takes_no_limit_off_the_session_that_is_named() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(60));
    tab.login();
    tab.fail(Code::Network);
    tab.fail(Code::Network);
    let of_it = Facts {
        expires_in: Some(0.into()),
        ..ann()
    };
    tab.answers(Intent::Check, Answer::Session(of_it));
    tab.fail(Code::Network);
    while tab.now.monotonic.0 < 62 * SECOND {
        tab.wait(SECOND);
        if tab.asks().is_some() {
            tab.fail(Code::Network);
        }
    }
    assert!(!tab.is_signed_in(), "past its absolute limit");
}
