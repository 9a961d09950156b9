//! Signing in by leaving for the server's own page; should this page stay after all, it works.

use hallpass::machine::{Answer, Call, Effect, Input, Intent};

use crate::harness::Tab;

#[test]
fn a_login_by_navigation_leaves_the_page() {
    let mut tab = Tab::anonymous();
    let login = tab.call(Call::LoginByNavigation);
    assert_eq!(tab.did(&Effect::NavigateToLogin), 1);
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_login_by_navigation_settles_the_logout_it_makes_needless() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.call(Call::LoginByNavigation);
    assert_eq!(tab.tombstone, None);
    assert_eq!(tab.outcome(logout), Some(Ok(false)));
    let check = tab.check();
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(
        tab.outcome(check),
        Some(Ok(false)),
        "should the page stay, it works"
    );
}

#[test]
fn a_login_by_navigation_while_a_logout_waits_for_the_lock_leaves_nothing_behind() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.logout();
    tab.call(Call::LoginByNavigation);
    let id = tab.locks[0].0;
    tab.push(Input::LockGranted { id, newest: None });
    tab.check();
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn a_request_waits_for_no_renewal_of_a_session_that_was_left() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.logout();
    tab.call(Call::LoginByNavigation);
    assert_eq!(tab.asks(), Some(Intent::Refresh), "it is to settle");
    let request = tab.request();
    assert_eq!(tab.sent(request), 1);
    assert_eq!(tab.sent_under(request), None);
}
