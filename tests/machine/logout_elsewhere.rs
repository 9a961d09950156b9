//! A logout in another tab: believed if there is a tombstone, asked about if not (P13, P15).

use hallpass::machine::{Activity, Answer, By, Input, Intent, News, Reason};

use crate::harness::{LOGOUT, SECOND, Tab, ann, bob, named, status};

/// A tab that hears of a logout in another one.
fn left_elsewhere() -> Tab {
    let mut tab = Tab::signed_in();
    tab.set_tombstone(named("session-of-ann"));
    tab.hear_of(News::LoggedOut);
    tab
}

#[test]
fn a_tab_that_hears_of_a_logout_finds_the_tombstone_and_signs_out() {
    let tab = left_elsewhere();
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    assert_eq!(tab.ends(), [(Reason::LoggedOut, By::Tab)]);
    assert_eq!(tab.asked.len(), 0, "the other tab does the asking");
}

#[test]
fn a_tombstone_that_shows_late_is_looked_for_again() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::LoggedOut);
    assert!(tab.is_signed_in());
    tab.set_tombstone(named("session-of-ann"));
    tab.wait(60);
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
}

#[test]
fn a_logout_without_a_tombstone_is_asked_about() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::LoggedOut);
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(
        tab.reason(),
        Some(Reason::LoggedOut),
        "it was confirmed too fast to be seen"
    );
    assert_eq!(tab.told(News::Ended), 0, "the tab that logged out says so");
}

#[test]
fn a_forged_logout_signs_nobody_out() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::LoggedOut);
    tab.wait(SECOND);
    tab.answer(Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.asks(), None);
}

#[test]
fn a_logout_that_another_tab_does_not_finish_is_finished_here() {
    let mut tab = left_elsewhere();
    tab.wait(10 * SECOND - 1);
    assert_eq!(tab.asked.len(), 0);
    tab.wait(6 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.question().handle, named("session-of-ann"));
}

#[test]
fn hearing_of_a_logout_twice_makes_nobody_impatient() {
    let mut tab = left_elsewhere();
    tab.hear_of(News::LoggedOut);
    tab.push(Input::BecameVisible);
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn a_logout_that_another_tab_finished_is_over_here_too() {
    let mut tab = left_elsewhere();
    tab.set_tombstone(None);
    tab.wait(15 * SECOND);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!((tab.asked.len(), tab.next()), (1, None));
    let request = tab.request();
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn a_logout_of_ones_own_that_another_tab_confirmed_leaves_no_error_behind() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(status(500));
    tab.set_tombstone(None);
    tab.push(Input::Resumed);
    assert_eq!(tab.error(), None);
    tab.answers(Intent::Check, Answer::Anonymous); // somebody may have signed in since
    assert_eq!(tab.activity(), Activity::Idle);
    assert_eq!(tab.next(), None);
}

#[test]
fn a_tombstone_read_while_a_refresh_settles_forgets_no_logout() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.logout();
    tab.push(Input::BecameVisible);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn a_tombstone_read_before_it_was_written_forgets_no_logout() {
    let mut tab = Tab::signed_in();
    tab.reads = false;
    tab.refresh();
    tab.push(Input::BecameVisible);
    tab.logout();
    tab.push(Input::TombstoneRead(None));
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.asks(), Some(LOGOUT));
}

#[test]
fn a_refresh_in_flight_when_another_tab_logs_out_is_fenced() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.set_tombstone(named("session-of-ann"));
    tab.hear_of(News::LoggedOut);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    assert_eq!(tab.released.len(), 1);
    assert_eq!(tab.told(News::Renewed), 0);
}

#[test]
fn the_network_that_returns_confirms_another_tabs_logout_and_asks_nothing_else() {
    let mut tab = left_elsewhere();
    tab.push(Input::WentOffline);
    tab.push(Input::WentOnline);
    tab.wait(2 * SECOND);
    assert_eq!(tab.history(), [LOGOUT]);
}

#[test]
fn a_check_that_is_called_for_confirms_the_logout_first() {
    let mut tab = left_elsewhere();
    let check = tab.check();
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(check), Some(Ok(false)));
}

#[test]
fn a_logout_is_told_at_once_again_soon_and_when_it_is_confirmed() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.logout();
    assert_eq!(tab.told(News::LoggedOut), 1, "before the lock is granted");
    tab.wait(60);
    assert_eq!(
        tab.told(News::LoggedOut),
        2,
        "by a tab whose timers are on time"
    );
    tab.wait(SECOND);
    assert_eq!(tab.told(News::LoggedOut), 2);
    let (id, _) = *tab.locks.last().unwrap();
    tab.push(Input::LockGranted { id, newest: None });
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    assert_eq!(tab.told(News::Ended), 0);
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.told(News::Ended), 1);
}

#[test]
fn a_logout_confirmed_before_its_tombstone_is_seen_is_asked_about_at_once() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::LoggedOut);
    tab.hear_of(News::Ended);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
}

#[test]
fn a_tab_that_is_told_of_the_confirmation_does_not_wait_for_it() {
    let mut tab = left_elsewhere();
    tab.set_tombstone(None);
    tab.hear_of(News::Ended);
    tab.answers(Intent::Check, Answer::Anonymous);
    tab.wait(20 * SECOND);
    assert_eq!((tab.asked.len(), tab.next()), (1, None));
}

#[test]
fn a_sign_in_soon_after_a_logout_is_heard_where_the_logout_was() {
    for news in [News::SignedIn, News::Renewed] {
        let mut tab = left_elsewhere();
        tab.hear_of(news);
        assert_eq!(
            tab.asked.len(),
            0,
            "the tombstone shows late that it is gone"
        );
        tab.set_tombstone(None);
        tab.wait(60);
        let facts = bob();
        tab.answers(Intent::Check, Answer::Session(facts));
        tab.answers(Intent::Check, Answer::Session(facts));
        assert!(tab.is_signed_in(), "{news:?}");
    }
}

#[test]
fn a_sign_in_heard_of_while_a_logout_is_verified_is_asked_about_after_that() {
    let mut tab = left_elsewhere();
    tab.set_tombstone(None);
    tab.hear_of(News::Ended);
    tab.hear_of(News::SignedIn);
    tab.answers(Intent::Check, Answer::Anonymous);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_forged_sign_in_calls_nobody_back_whose_logout_is_not_confirmed() {
    let mut tab = left_elsewhere();
    for _ in 0..4 {
        tab.hear_of(News::SignedIn);
        tab.wait(SECOND);
    }
    assert_eq!(tab.asked.len(), 0);
    tab.wait(16 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT), "and somebody sees to it");
}

#[test]
fn a_logout_elsewhere_is_no_question_where_nobody_is_signed_in() {
    let mut tab = Tab::anonymous();
    tab.hear_of(News::LoggedOut);
    tab.wait(SECOND);
    assert_eq!((tab.asked.len(), tab.next()), (0, None));
}
