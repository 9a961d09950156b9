//! How often a page asks, whatever path leads there (P9, P24).

use hallpass::machine::{Answer, Call, Code, Config, Input, Intent, Verdict};

use crate::harness::{MINUTE, SECOND, Tab, ann, facts, status};

fn half_a_second() -> hallpass::machine::Facts {
    hallpass::machine::Facts {
        expires_in: Some(500.into()),
        ..ann()
    }
}

#[test]
fn a_refresh_endpoint_that_fails_is_asked_three_times_a_minute_while_requests_keep_coming() {
    let mut tab = Tab::signed_in();
    for _ in 0..55 {
        let request = tab.request();
        if tab.sent(request) > 0 {
            tab.respond(request, Verdict::Expired);
        }
        while let Some(asked) = tab.asks() {
            match asked {
                Intent::Refresh => tab.fail(status(500)),
                _ => tab.answer(Answer::Expired),
            }
        }
        tab.wait(SECOND);
    }
    let tried = tab.times(Intent::Refresh);
    assert_eq!(tried, 3, "{:?}", tab.history());
    assert!(tab.is_signed_in());
    tab.wait(10 * SECOND);
    assert_eq!(
        tab.asks(),
        Some(Intent::Refresh),
        "and again when a minute is over"
    );
}

#[test]
fn calls_that_ask_for_a_refresh_are_bound_by_the_same_rule() {
    let mut tab = Tab::signed_in();
    for _ in 0..3 {
        tab.refresh();
        tab.fail(status(500));
        tab.fail(status(500));
    }
    let call = tab.refresh();
    assert_eq!(tab.outcome(call), Some(Err(Code::Server)));
    assert_eq!(tab.times(Intent::Refresh), 3);
}

#[test]
fn an_endpoint_that_is_always_expired_costs_three_refreshes_a_minute_beside_one_that_works() {
    let mut tab = Tab::signed_in();
    for _ in 0..60 {
        let works = tab.request();
        tab.respond(works, Verdict::Passed);
        let fails = tab.request();
        for _ in 0..2 {
            if !tab.delivered(fails) {
                tab.respond(fails, Verdict::Expired);
            }
            if tab.asks().is_some() {
                tab.answers(Intent::Refresh, Answer::Session(ann()));
            }
        }
        assert!(tab.delivered(fails), "the last answer is handed back");
        tab.wait(SECOND);
    }
    assert_eq!(tab.times(Intent::Refresh), 3);
    assert_eq!(tab.error(), Some(Code::RefreshInconsistent));
}

#[test]
fn an_api_that_calls_a_living_session_over_is_heard_three_times_a_minute() {
    for (refreshable, verdict) in [(true, Verdict::Over), (false, Verdict::Expired)] {
        let mut tab = Tab::signed_in_with(Config {
            refreshable,
            ..Config::default()
        });
        for _ in 0..40 {
            tab.wait(SECOND);
            let request = tab.request();
            tab.respond(request, verdict);
            if tab.asks().is_some() {
                tab.answers(Intent::Check, Answer::Session(ann()));
            }
        }
        assert_eq!(tab.times(Intent::Check), 3, "{verdict:?}");
    }
}

#[test]
fn a_session_of_no_time_at_all_that_nothing_renews_is_asked_about_less_and_less_often() {
    for last in [facts("ann", Some(0)), half_a_second()] {
        let mut tab = Tab::signed_in_as(
            Config {
                refreshable: false,
                ..Config::default()
            },
            facts("ann", Some(30)),
        );
        for _ in 0..300 {
            tab.wait(SECOND);
            if tab.asks().is_some() {
                tab.answers(Intent::Check, Answer::Session(last));
            }
        }
        assert!(tab.is_signed_in(), "says the server");
        assert!(
            (3..12).contains(&tab.times(Intent::Check)),
            "{}",
            tab.times(Intent::Check)
        );
    }
}

#[test]
fn a_session_that_is_there_for_no_time_at_all_has_lapsed() {
    let lapsed = Answer::Session(facts("ann", Some(0)));
    let mut tab = Tab::started();
    tab.answers(Intent::Check, lapsed);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());

    let mut tab = Tab::signed_in();
    tab.grants = false;
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    tab.wait(5 * SECOND);
    let (id, _) = *tab.locks.last().expect("it took the lock from a dead tab");
    tab.push(Input::LockGranted { id, newest: None });
    tab.answers(Intent::Check, lapsed);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 2);
}

#[test]
fn half_a_second_is_not_fresh_for_a_minute() {
    let mut tab = Tab::started();
    tab.answer(Answer::Session(half_a_second()));
    let call = tab.call(Call::EnsureFresh(MINUTE));
    assert_eq!(tab.outcome(call), None);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

/// The cookie holds another session, whose access part has lapsed: whose it is takes two refreshes, and each minute has three.
#[test]
fn who_is_there_instead_is_found_out_also_after_refreshes_in_vain() {
    let mut tab = Tab::signed_in();
    for _ in 0..3 {
        tab.refresh();
        tab.answers(Intent::Refresh, Answer::Mismatch);
        for _ in 0..15 {
            if tab.asks().is_some() {
                tab.fail(Code::Network);
            }
            tab.wait(SECOND);
        }
    }
    tab.refresh();
    for _ in 0..300 {
        match tab.asks() {
            Some(Intent::Refresh) if tab.question().handle.is_none() => return,
            Some(Intent::Refresh) => tab.answer(Answer::Mismatch),
            Some(_) => tab.answer(Answer::Expired),
            None => tab.wait(SECOND),
        }
    }
    panic!("it never asked who is there");
}
