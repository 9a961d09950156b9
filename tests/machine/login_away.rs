//! Signing in by leaving for the server's own page; should this page stay after all, it works.

use hallpass::machine::{Answer, Call, Code, Config, Effect, Input, Intent, News};

use crate::harness::{LOGOUT, Tab, ann, named};

#[test]
fn a_login_by_navigation_leaves_the_page() {
    let mut tab = Tab::anonymous();
    let login = tab.call(Call::LoginByNavigation);
    assert_eq!(tab.did(&Effect::NavigateToLogin), 1);
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_login_by_navigation_carries_out_first_the_logout_that_is_not_confirmed() {
    for handle in ["session-of-ann", ""] {
        let mut tab = Tab::new(Config::default());
        tab.set_tombstone(named(handle));
        tab.start();
        tab.fail(Code::Network);
        let login = tab.call(Call::LoginByNavigation);
        assert_eq!(tab.did(&Effect::NavigateToLogin), 0);
        tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.tombstone(), None);
        assert_eq!(tab.did(&Effect::NavigateToLogin), 1);
        assert_eq!(tab.outcome(login), Some(Ok(false)));
    }
}

#[test]
fn a_sign_in_that_is_given_up_brings_nobody_back_who_left() {
    let mut tab = Tab::signed_in();
    tab.set_tombstone(named("")); // somebody left where it was not known who signs in
    tab.hear_of(News::LoggedOut);
    let login = tab.call(Call::LoginByNavigation);
    tab.answers(LOGOUT, Answer::CsrfRejected);
    assert_eq!(tab.outcome(login), Some(Err(Code::CsrfRejected)));
    assert_eq!(tab.did(&Effect::NavigateToLogin), 0);
    assert_eq!(tab.tombstone(), named(""), "the session lives");
}

#[test]
fn a_login_by_navigation_waits_for_the_logout_under_way() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    let logout = tab.logout();
    tab.call(Call::LoginByNavigation);
    let id = tab.locks[0].0;
    tab.push(Input::LockGranted { id, newest: None });
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
    assert_eq!(tab.did(&Effect::NavigateToLogin), 1);
    tab.check();
    assert_eq!(tab.asks(), Some(Intent::Check), "should the page stay");
}

#[test]
fn a_page_leaves_for_a_sign_in_before_its_call_is_settled() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    let login = tab.call(Call::LoginByNavigation);
    assert_eq!(tab.outcome(login), None, "where to return to is the call's");
    tab.answer(Answer::Session(ann()));
    let left = tab
        .effects
        .iter()
        .skip_while(|effect| **effect != Effect::NavigateToLogin);
    let settled = Effect::Resolve {
        id: login,
        confirmed: false,
    };
    assert!(left.into_iter().any(|effect| *effect == settled));
}

#[test]
fn a_request_waits_for_no_renewal_of_a_session_that_was_left() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.logout();
    tab.call(Call::LoginByNavigation);
    tab.answer(Answer::Session(ann())); // of the renewal that was to settle
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    let request = tab.request();
    assert_eq!(tab.sent(request), 1);
    assert_eq!(tab.sent_under(request), None);
}
