//! Leaving: at once here, everywhere as soon as may be, remembered until confirmed (P13, P14).

use hallpass::machine::{
    Activity, Answer, Call, Code, Effect, Event, Failure, Input, Intent, News, Reason, Status,
};

use crate::harness::{HOUR, SECOND, Tab, ann, bob, busy, failures, named, status};

const LOGOUT: Intent = Intent::Logout { everywhere: false };

/// A tab that hears of a logout in another one.
fn left_elsewhere() -> Tab {
    let mut tab = Tab::signed_in();
    tab.tombstone = named("session-of-ann");
    tab.hear_of(News::LoggedOut);
    tab
}

#[test]
fn a_logout_signs_out_at_once_and_tells_everybody_before_it_asks() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    assert_eq!(tab.saw(&Event::Ended(Reason::LoggedOut)), 1);
    assert_eq!(tab.tombstone, named("session-of-ann"));
    assert_eq!(tab.news(), [News::LoggedOut]);
    assert_eq!(tab.question().handle, named("session-of-ann"));
    assert_eq!(tab.activity(), Activity::Ending);
    assert_eq!(tab.outcome(logout), None);
}

#[test]
fn a_logout_is_confirmed_once_the_server_knows_nobody_any_more() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    assert_eq!(tab.outcome(logout), None);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
    assert_eq!(tab.tombstone, None);
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
fn a_logout_goes_on_where_the_server_says() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.answer(Answer::LoggedOut { elsewhere: true });
    let leave = Effect::NavigateAway;
    assert_eq!(tab.did(&leave), 0);
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.did(&leave), 1);
}

#[test]
fn a_logout_everywhere_says_so() {
    let mut tab = Tab::signed_in();
    tab.call(Call::Logout { everywhere: true });
    assert_eq!(tab.asks(), Some(Intent::Logout { everywhere: true }));
}

#[test]
fn a_logout_everywhere_stays_one_when_it_is_retried() {
    let mut tab = Tab::signed_in();
    tab.call(Call::Logout { everywhere: true });
    tab.fail(Failure::Network);
    tab.logout();
    assert_eq!(tab.asks(), Some(Intent::Logout { everywhere: true }));
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
    assert_eq!(tab.tombstone, None);
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn a_logout_that_fails_in_any_way_is_unconfirmed_and_retried() {
    for failure in failures() {
        let mut tab = Tab::signed_in();
        let logout = tab.logout();
        tab.fail(failure);
        assert_eq!(tab.outcome(logout), Some(Ok(false)));
        assert_eq!(tab.reason(), Some(Reason::LoggedOut));
        assert!(tab.tombstone.is_some());
        tab.wait(3 * SECOND);
        tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!((tab.tombstone, tab.error()), (None, None));
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
fn a_logout_offline_waits_for_the_network() {
    let mut tab = Tab::signed_in();
    tab.push(Input::WentOffline);
    tab.logout();
    tab.fail(Failure::Network);
    tab.wait(HOUR);
    assert_eq!(tab.times(LOGOUT), 1);
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
fn a_tab_that_hears_of_a_logout_finds_the_tombstone_and_signs_out() {
    let tab = left_elsewhere();
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    assert_eq!(tab.saw(&Event::Ended(Reason::LoggedOut)), 1);
    assert_eq!(tab.asked.len(), 0, "the other tab does the asking");
}

#[test]
fn a_tombstone_that_shows_late_is_looked_for_again() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::LoggedOut);
    assert!(tab.is_signed_in());
    tab.tombstone = named("session-of-ann");
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
fn a_tombstone_of_another_session_is_asked_about() {
    let mut tab = Tab::signed_in();
    tab.tombstone = named("session-of-bob");
    tab.hear_of(News::LoggedOut);
    assert!(tab.is_signed_in());
    assert_eq!(tab.asks(), Some(Intent::Check));
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
    tab.tombstone = None;
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
    tab.tombstone = None;
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
    tab.tombstone = named("session-of-ann");
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
