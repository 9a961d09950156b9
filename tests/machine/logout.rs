//! Leaving: signed out at once here, whatever else is under way (P13).

use hallpass::machine::{
    Activity, Answer, By, Call, Code, Config, Effect, Input, Intent, News, Reason, Status,
};

use crate::harness::{LOGOUT, MINUTE, SECOND, Tab, absolute_ann, ann, bob, named, renewed};

#[test]
fn a_logout_signs_out_at_once_and_tells_everybody_before_it_asks() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    assert_eq!(tab.ends(), [(Reason::LoggedOut, By::App)]);
    assert_eq!(tab.tombstone(), named("session-of-ann"));
    assert_eq!(tab.news(), [News::LoggedOut]);
    assert_eq!(tab.question().handle, named("session-of-ann"));
    assert_eq!(tab.activity(), Activity::Ending);
    assert_eq!(tab.outcome(logout), None);
}

#[test]
fn a_logout_goes_on_where_the_server_says() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.answer(Answer::LoggedOut { elsewhere: true });
    let leave = Effect::NavigateAway;
    assert_eq!(tab.did(&leave), 0);
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.did(&leave), 1);
}

/// Where the navigation itself ends the session, the page leaves with its logout unanswered: an answer that came meanwhile
/// could write the cookie anew.
#[test]
fn a_page_that_leaves_for_its_logout_asks_nothing_on_its_way_out() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.forget();
    for input in [
        Input::Active,
        Input::BecameHidden,
        Input::BecameVisible,
        Input::WentOffline,
        Input::WentOnline,
        Input::Resumed,
        Input::Heard(renewed(1)),
    ] {
        tab.push(input);
        tab.wait(3 * SECOND);
    }
    tab.call(Call::Check);
    assert!(tab.asked.is_empty(), "{:?}", tab.asked);
    // It stays: that is no end of it.
    tab.fail(Code::Timeout);
    assert_eq!(tab.outcome(logout), Some(Ok(false)));
    assert!(tab.tombstone().is_some());
    tab.wait(2 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn a_page_that_comes_back_from_its_logout_asks_at_once_whether_that_worked() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.push(Input::Restored);
    assert_eq!(tab.asks(), Some(LOGOUT));
    tab.answer(Answer::Anonymous);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.tombstone(), None);
}

#[test]
fn a_logout_everywhere_says_so() {
    let mut tab = Tab::signed_in();
    tab.call(Call::Logout { everywhere: true });
    assert_eq!(tab.asks(), Some(Intent::LogoutEverywhere));
}

#[test]
fn a_logout_everywhere_stays_one_when_it_is_retried() {
    let mut tab = Tab::signed_in();
    tab.call(Call::Logout { everywhere: true });
    tab.fail(Code::Network);
    tab.logout();
    assert_eq!(tab.asks(), Some(Intent::LogoutEverywhere));
}

#[test]
fn a_logout_aborts_a_check_and_a_touch() {
    for call in [Call::Check, Call::Extend] {
        let mut tab = Tab::signed_in();
        tab.call(call);
        let id = tab.question().id;
        tab.logout();
        assert_eq!(tab.aborted, [id]);
        assert_eq!(tab.asks(), Some(LOGOUT));
        tab.push(Input::Answered(id, Ok(Answer::Session(ann()))));
        assert!(!tab.is_signed_in());
    }
}

#[test]
fn a_logout_lets_a_refresh_settle_under_the_lock_and_takes_it_over() {
    let mut tab = Tab::signed_in();
    let refresh = tab.refresh();
    let logout = tab.logout();
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    assert_eq!(tab.outcome(refresh), Some(Err(Code::SessionEnded)));
    tab.answer(Answer::Session(ann()));
    assert!(!tab.is_signed_in(), "a late refresh resurrects nobody");
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!((tab.locks.len(), tab.released.len()), (1, 0));
    tab.answer(Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
    assert_eq!(tab.told(News::Renewed), 0);
}

#[test]
fn a_logout_waits_three_seconds_for_a_refresh_and_no_longer() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    let id = tab.question().id;
    tab.logout();
    tab.wait(3 * SECOND);
    assert_eq!(tab.aborted, [id]);
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn a_logout_does_not_wait_for_ever_for_the_lock() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.logout();
    assert_eq!(tab.asks(), None);
    tab.wait(3 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.released, [tab.locks[0].0]);
}

#[test]
fn a_logout_takes_over_the_lock_that_a_refresh_waits_for() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    tab.wait(2 * SECOND);
    tab.logout();
    assert_eq!(tab.locks.len(), 1);
    let id = tab.locks[0].0;
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn a_logout_that_loses_its_lock_is_finished_all_the_same() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.push(Input::LockLost(tab.locks[0].0));
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
}

#[test]
fn nothing_is_sent_in_the_name_of_who_has_left() {
    let mut tab = Tab::signed_in();
    let flying = tab.request();
    tab.logout();
    let later = tab.request();
    assert_eq!(tab.rejected(flying), Some(Code::SessionEnded));
    assert_eq!(tab.rejected(later), Some(Code::SessionEnded));
    assert_eq!(tab.sent(later), 0);
}

#[test]
fn a_logout_while_loading_sends_nothing_that_waited() {
    let mut tab = Tab::started();
    let request = tab.request();
    tab.logout();
    assert_eq!(tab.rejected(request), Some(Code::SessionEnded));
    assert_eq!(tab.sent(request), 0);
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
}

#[test]
fn a_logout_fences_a_refresh_of_a_page_that_was_not_signed_in_yet() {
    let mut tab = Tab::anonymous();
    tab.check();
    tab.answer(Answer::Expired);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    let request = tab.request();
    tab.logout();
    tab.answer(Answer::Session(ann()));
    assert!(!tab.is_signed_in());
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.rejected(request), Some(Code::SessionEnded));
}

#[test]
fn a_check_that_a_logout_cut_short_is_answered_by_it() {
    let mut tab = Tab::signed_in();
    let check = tab.check();
    tab.logout();
    assert_eq!(tab.outcome(check), Some(Ok(false)));
}

#[test]
fn two_logouts_are_one() {
    let mut tab = Tab::signed_in();
    let (first, second) = (tab.logout(), tab.logout());
    tab.answer(Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.outcome(first), Some(Ok(true)));
    assert_eq!(tab.outcome(second), Some(Ok(true)));
    assert!(matches!(tab.status(), Status::Unauthenticated(_)));
}

#[test]
fn a_page_that_comes_back_while_its_logout_waits_for_the_lock_waits_for_it_again() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.logout();
    tab.push(Input::Restored);
    assert_eq!(tab.asks(), None, "another tab may be refreshing");
    let (first, second) = (tab.locks[0].0, tab.locks[1].0);
    assert_eq!(tab.released, [first]);
    tab.push(Input::LockGranted {
        id: second,
        newest: None,
    });
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn a_page_back_from_the_cache_waits_for_the_lock_again_before_it_logs_out() {
    let mut tab = Tab::signed_in();
    tab.logout();
    let held = tab.locks.last().expect("it has the lock").0;
    tab.air.clear();
    tab.grants = false;
    tab.push(Input::Restored);
    assert!(
        tab.released.contains(&held),
        "a page in the cache holds none"
    );
    assert_eq!(tab.asks(), None, "another tab may have it");
}

#[test]
fn a_logout_that_slept_while_it_waited_for_the_lock_gives_the_holder_its_time_on_waking() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.logout();
    tab.freeze(MINUTE);
    tab.push(Input::Timeout);
    assert_eq!(tab.times(LOGOUT), 0, "who has the lock slept as well");
    tab.wait(3 * SECOND);
    assert_eq!(tab.times(LOGOUT), 1);
}

#[test]
fn a_logout_when_a_limit_has_just_passed_names_the_session_that_was_shown() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(60));
    tab.freeze(61 * SECOND);
    tab.logout();
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    assert_eq!(tab.tombstone(), named("session-of-ann"));
    // Another user has signed in meanwhile, and this page has not heard of that yet.
    tab.answers(LOGOUT, Answer::Mismatch);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert!(tab.is_signed_in());
}
