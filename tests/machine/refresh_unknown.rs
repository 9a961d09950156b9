//! A refresh of unknown outcome: look first, then refresh again, while the server still takes it (P5, P6).

use hallpass::machine::{
    Activity, Answer, Code, Config, Input, Intent, News, Reason, Timer, Verdict,
};

use crate::harness::{
    FIRST, MINUTE, SECOND, Tab, ann, bob, busy, facts, failures, on_demand, renewed, status,
};

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
        let mut tab = Tab::refreshed();
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
        if failure.code() == Code::Timeout {
            assert_eq!(
                tab.asks(),
                Some(Intent::Refresh),
                "no time is left to ask again"
            );
            tab.fail(failure);
            tab.fail(failure);
        }
        assert_eq!(tab.asks(), None);
        assert_eq!(tab.next().unwrap().1, Timer::Retry);
        tab.wait(2 * SECOND);
        assert_eq!(tab.asks(), Some(Intent::Check));
    }
}

#[test]
fn news_of_another_tab_leave_an_unknown_refresh_to_be_made_good() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(status(502));
    tab.fail(status(502));
    tab.hear(renewed(0));
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.asks(), Some(Intent::Refresh));
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
fn an_unknown_refresh_that_cannot_be_told_from_the_one_before_is_made_again() {
    for since in [0, 500, 1_900] {
        let mut tab = Tab::signed_in();
        tab.wait(MINUTE);
        tab.refresh();
        tab.answer(Answer::Session(ann()));
        tab.wait(since);
        let call = tab.refresh();
        let waiting = tab.request();
        tab.fail(status(502));
        tab.answers(Intent::Check, Answer::Session(ann()));
        // The cookies may still hold the credential before the last one: now it is taken, in a minute no more.
        tab.answers(Intent::Refresh, Answer::Session(ann()));
        assert_eq!(tab.outcome(call), Some(Ok(false)), "{since}");
        assert_eq!(tab.sent(waiting), 1);
        assert_eq!(tab.error(), None);
        assert_eq!(tab.times(Intent::Refresh), 3);
    }
}

#[test]
fn a_slow_answer_before_makes_no_unknown_refresh_a_success() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.freeze(9 * SECOND);
    tab.answer(Answer::Session(ann())); // for three hundred seconds from then, or from nine seconds before
    tab.wait(11 * SECOND);
    tab.refresh();
    tab.fail(status(502));
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(288))));
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn an_unknown_refresh_is_made_good_in_a_hidden_page_and_on_demand_while_the_server_takes_it() {
    for config in [Config::default(), on_demand()] {
        let mut tab = Tab::signed_in_with(config);
        tab.refresh();
        tab.push(Input::BecameHidden);
        tab.fail(Code::Timeout);
        tab.fail(Code::Network);
        tab.wait(SECOND);
        tab.answers(Intent::Check, Answer::Session(ann()));
        assert_eq!(tab.asks(), Some(Intent::Refresh));
    }
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.push(Input::BecameHidden);
    tab.fail(Code::Timeout);
    tab.fail(Code::Network);
    for _ in 0..20 {
        tab.wait(30 * SECOND);
        if tab.asks().is_some() {
            tab.fail(Code::Network);
        }
    }
    assert!(tab.times(Intent::Check) < 5, "{:?}", tab.history());
}

#[test]
fn a_refresh_that_was_cut_off_is_made_again_after_the_page_came_back() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    tab.refresh();
    tab.push(Input::Restored);
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(239))));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_refresh_whose_lock_was_taken_away_is_made_again_unless_the_other_tab_did() {
    for (left, again) in [(239, true), (300, false)] {
        let mut tab = Tab::refreshed();
        tab.wait(MINUTE);
        let request = tab.request();
        tab.respond(request, Verdict::Expired);
        let id = tab.locks.last().expect("it has the lock").0;
        tab.wait(5 * SECOND);
        tab.push(Input::LockLost(id));
        tab.answers(Intent::Check, Answer::Session(facts("ann", Some(left))));
        assert_eq!(tab.asks(), again.then_some(Intent::Refresh));
    }
}

#[test]
fn who_takes_the_lock_from_a_dead_tab_makes_its_refresh_again() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    tab.wait(5 * SECOND);
    let (id, stolen) = *tab.locks.last().expect("it asked for the lock");
    assert!(stolen);
    tab.push(Input::LockGranted { id, newest: None });
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(295))));
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_probe_that_finds_another_user_says_nothing_of_the_refresh() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(status(502));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn what_another_tab_has_renewed_is_not_refreshed_because_a_question_failed() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    tab.hear(renewed(1));
    let id = tab.locks[0].0;
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.fail(Code::Network);
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.times(Intent::Refresh), 0);
}

#[test]
fn only_after_a_refresh_that_timed_out_is_the_question_given_up_soon() {
    let mut tab = Tab::refreshed();
    tab.refresh();
    tab.fail(status(502));
    tab.wait(9 * SECOND);
    assert_eq!(tab.asks(), Some(Intent::Check));
    assert_eq!(tab.times(Intent::Check), 1);
}

#[test]
fn a_refresh_that_shows_no_effect_is_made_once_more_and_not_at_once_where_time_was_asked_for() {
    let old = Answer::Session(facts("ann", Some(200)));
    for (failure, refreshes) in [(status(502), 2), (busy(30), 1)] {
        let mut tab = Tab::refreshed();
        tab.wait(100 * SECOND);
        tab.refresh();
        for _ in 0..refreshes {
            tab.fail(failure);
            tab.answers(Intent::Check, old);
        }
        assert_eq!(tab.asks(), None, "{failure:?}");
        assert_eq!(tab.times(Intent::Refresh), refreshes);
    }
}
