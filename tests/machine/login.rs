//! Signing in: posted, believed once the cookie comes back (P22), fenced by a logout alone.

use hallpass::machine::{Activity, Answer, Call, Code, Config, Event, Input, Intent, News, Reason};

use crate::harness::{FIRST, SECOND, Tab, absolute_ann, ann, bob, named, renewed, status};

#[test]
fn a_login_is_believed_once_the_session_endpoint_knows_of_it() {
    let mut tab = Tab::anonymous();
    let login = tab.login();
    tab.answers(Intent::Login, Answer::Session(ann()));
    assert!(!tab.is_signed_in());
    assert_eq!(tab.outcome(login), None);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert_eq!(tab.saw(&Event::Authenticated), 1);
    assert_eq!(tab.news(), [News::SignedIn]);
    assert_eq!(tab.published.last().unwrap().1, FIRST);
    assert_eq!(tab.released.len(), 1);
}

#[test]
fn whoever_has_just_signed_in_is_not_refreshing() {
    let mut tab = Tab::anonymous();
    tab.publishes = false;
    let login = tab.login();
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.activity(), Activity::Checking);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert_eq!(tab.activity(), Activity::Checking);
    let (id, _) = tab.published[0];
    tab.push(Input::GenerationPublished(id));
    assert_eq!(tab.activity(), Activity::Idle);
}

#[test]
fn wrong_credentials_are_no_fault_of_the_session() {
    let mut tab = Tab::anonymous();
    let login = tab.login();
    tab.answer(Answer::Refused);
    assert_eq!(tab.outcome(login), Some(Err(Code::InvalidCredentials)));
    assert_eq!((tab.asks(), tab.error()), (None, None));
    assert_eq!(tab.released.len(), 1);
}

#[test]
fn a_login_that_the_cookie_does_not_survive_says_that_cookies_are_blocked() {
    for answer in [Answer::Anonymous, Answer::Expired] {
        let mut tab = Tab::anonymous();
        let login = tab.login();
        tab.answer(Answer::Session(ann()));
        tab.answer(answer);
        assert_eq!(tab.outcome(login), Some(Err(Code::CookiesBlocked)));
        assert_eq!(tab.error(), Some(Code::CookiesBlocked));
        assert_eq!(tab.asks(), None, "and there is no loop");
        assert_eq!(tab.reason(), Some(Reason::None));
    }
}

#[test]
fn a_login_that_cannot_be_verified_fails_and_is_looked_for() {
    let mut tab = Tab::anonymous();
    let login = tab.login();
    tab.answer(Answer::Session(ann()));
    tab.fail(status(500));
    assert_eq!(tab.outcome(login), Some(Err(Code::Server)));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_login_without_a_csrf_token_says_so() {
    let mut tab = Tab::anonymous();
    let login = tab.login();
    tab.answer(Answer::CsrfRejected);
    assert_eq!(tab.outcome(login), Some(Err(Code::CsrfRejected)));
}

#[test]
fn a_login_before_the_first_answer_that_does_not_stick_leaves_nothing_open() {
    let mut tab = Tab::started();
    tab.login();
    tab.push(Input::Restored);
    let request = tab.request();
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.answers(Intent::Check, Answer::Anonymous);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::None));
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn two_logins_at_once_are_a_misuse() {
    let mut tab = Tab::anonymous();
    let first = tab.login();
    for call in [Call::Login, Call::LoginByNavigation] {
        let second = tab.call(call);
        assert_eq!(tab.outcome(second), Some(Err(Code::ConfigInvalid)));
    }
    assert_eq!(tab.outcome(first), None);
}

#[test]
fn somebody_else_may_sign_in_over_a_session() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    let login = tab.login();
    tab.answer(Answer::Session(bob()));
    tab.answer(Answer::Session(bob()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
    assert_eq!(tab.snapshot().subject, named("bob"));
}

#[test]
fn a_session_that_ends_takes_no_login_with_it() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(100));
    tab.wait(99 * SECOND);
    let login = tab.login();
    tab.wait(2 * SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert!(tab.is_signed_in());
}

#[test]
fn a_lock_that_is_stolen_does_not_ask_for_the_password_again() {
    let mut tab = Tab::anonymous();
    let login = tab.login();
    tab.push(Input::LockLost(tab.locks[0].0));
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
}

#[test]
fn a_login_waits_for_its_turn_in_the_air() {
    let mut tab = Tab::started();
    tab.login();
    assert_eq!(tab.history(), [Intent::Check]);
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.asks(), Some(Intent::Login));
}

#[test]
fn a_login_while_a_logout_is_unconfirmed_confirms_it_first() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(Code::Network);
    let login = tab.login();
    tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert_eq!(tab.tombstone(), None);
}

#[test]
fn a_login_overrules_a_logout_that_cannot_be_confirmed() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(Code::Network);
    let login = tab.login();
    tab.fail(Code::Network);
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert_eq!(tab.tombstone(), None);
    tab.wait(30 * SECOND);
    assert_eq!(tab.asks(), None);
    assert!(tab.is_signed_in());
}

#[test]
fn the_retry_of_a_logout_does_not_cut_a_login_short() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(Code::Network);
    let login = tab.login();
    tab.fail(Code::Network);
    tab.wait(5 * SECOND);
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
}

#[test]
fn a_login_that_fails_gives_the_unconfirmed_logout_its_turn_back() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(Code::Network);
    tab.login();
    tab.fail(Code::Network);
    tab.answers(Intent::Login, Answer::Refused);
    assert_eq!(tab.asks(), Some(Intent::Logout));
}

#[test]
fn a_logout_fences_a_login_in_flight() {
    let mut tab = Tab::anonymous();
    let login = tab.login();
    let logout = tab.logout();
    assert_eq!(tab.outcome(login), Some(Err(Code::SessionEnded)));
    tab.answer(Answer::Session(ann()));
    tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
    assert!(!tab.is_signed_in());
}

#[test]
fn a_second_login_does_not_revive_the_one_that_a_logout_fenced() {
    let mut tab = Tab::anonymous();
    tab.login();
    tab.logout();
    let second = tab.login();
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.asks(), Some(Intent::Logout));
    tab.answer(Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.outcome(second), Some(Ok(false)));
}

#[test]
fn another_tabs_logout_does_not_swallow_a_login_that_waits_for_the_lock() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    let login = tab.login();
    tab.set_tombstone(named("session-of-ann"));
    tab.hear_of(News::LoggedOut);
    let id = tab.locks[0].0;
    tab.push(Input::LockGranted { id, newest: None });
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
}

#[test]
fn a_session_that_another_tab_signed_in_to_is_looked_for() {
    let mut tab = Tab::anonymous();
    tab.hear_of(News::SignedIn);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in());
    let mut tab = Tab::anonymous();
    tab.hear(renewed(1));
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn a_logout_elsewhere_between_a_sign_in_and_its_check_blocks_no_cookies() {
    let mut tab = Tab::anonymous();
    let call = tab.login();
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.hear_of(News::LoggedOut);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(call), Some(Err(Code::SessionEnded)));
    assert_eq!(tab.error(), None);
}
