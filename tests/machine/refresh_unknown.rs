//! A renewal of which nobody knows how it went: look first, then ask again (P6).

use hallpass::machine::{Activity, Answer, Code, Intent, News, Reason, Timer};

use crate::harness::{FIRST, MINUTE, SECOND, Tab, ann, busy, failures, status};

#[test]
fn a_refresh_of_unknown_outcome_asks_the_session_endpoint_first() {
    for failure in failures() {
        let mut tab = Tab::signed_in();
        tab.refresh();
        tab.fail(failure);
        assert_eq!(tab.asks(), Some(Intent::Check), "{failure:?}");
        assert!(tab.is_signed_in());
    }
}

#[test]
fn an_unknown_refresh_that_did_arrive_counts_as_one() {
    for failure in failures() {
        let mut tab = Tab::signed_in();
        tab.wait(MINUTE);
        let call = tab.refresh();
        tab.fail(failure);
        tab.answer(Answer::Session(ann()));
        assert_eq!(tab.outcome(call), Some(Ok(false)));
        assert!(tab.published.last().unwrap().1 > FIRST);
        assert_eq!(tab.told(News::Renewed), 1);
        assert_eq!(tab.times(Intent::Refresh), 1);
        assert_eq!(tab.error(), None);
    }
}

#[test]
fn an_unknown_refresh_that_did_not_arrive_is_made_once_more() {
    let mut tab = Tab::signed_in();
    let call = tab.refresh();
    tab.fail(status(502));
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(
        tab.history(),
        [Intent::Refresh, Intent::Check, Intent::Refresh]
    );
}

#[test]
fn an_unknown_refresh_is_made_twice_at_most_before_it_backs_off() {
    let mut tab = Tab::signed_in();
    let call = tab.refresh();
    for _ in 0..2 {
        tab.fail(status(502));
        tab.answers(Intent::Check, Answer::Expired);
    }
    assert_eq!(tab.asks(), None);
    assert_eq!(tab.outcome(call), Some(Err(Code::Server)));
    assert!(tab.is_signed_in(), "only the server ends a session");
    assert_eq!(tab.activity(), Activity::Paused);
    assert_eq!(tab.released.len(), 1, "and nobody waits for its lock");
}

#[test]
fn an_unknown_refresh_that_asked_for_time_is_not_made_again_at_once() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(busy(30));
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.asks(), None);
    tab.wait(29 * SECOND);
    assert_eq!(tab.asks(), None);
    tab.wait(3 * SECOND);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn an_unknown_refresh_of_a_session_that_is_over_ends_it() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(status(502));
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
}

#[test]
fn an_unknown_refresh_that_nobody_can_tell_about_changes_nothing() {
    for failure in failures() {
        let mut tab = Tab::signed_in();
        tab.refresh();
        tab.fail(status(502));
        tab.fail(failure);
        assert!(tab.is_signed_in());
        assert_eq!(tab.asks(), None);
        assert_eq!(tab.next().unwrap().1, Timer::Retry);
    }
}

#[test]
fn an_answer_that_slept_twenty_seconds_is_not_believed() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.freeze(21 * SECOND);
    tab.answer(Answer::Anonymous);
    assert!(tab.is_signed_in());
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn an_unknown_refresh_soon_after_another_leaves_a_session_as_good_as_new() {
    for since in [0, 500, 1_900] {
        let mut tab = Tab::signed_in();
        tab.wait(MINUTE);
        let request = tab.request();
        tab.refresh();
        tab.answer(Answer::Session(ann()));
        tab.wait(since);
        let call = tab.refresh();
        tab.respond(request, hallpass::machine::Verdict::Failed);
        let waiting = tab.request();
        tab.fail(status(502));
        tab.answer(Answer::Session(ann()));
        assert_eq!(tab.outcome(call), Some(Ok(false)), "{since}");
        assert_eq!(tab.sent(waiting), 1);
        assert_eq!(tab.error(), None);
    }
}
