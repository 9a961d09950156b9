//! Renewal: when (P8), by whom (P4, P7), what if nobody knows how it went (P6), when to stop (P9).

use hallpass::machine::{
    Activity, Answer, Code, Config, Effect, Event, Facts, Generation, Input, Intent, LONGEST, News,
    Reason, RefreshWhen, Timer, Verdict,
};

use crate::harness::{
    HOUR, MINUTE, SECOND, Tab, absolute_ann, ann, bob, busy, facts, failures, named, status,
};

fn always() -> Config {
    Config {
        when: RefreshWhen::Always,
        ..Config::default()
    }
}

/// Until when the session is valid, from now.
fn validity(tab: &Tab) -> i64 {
    tab.snapshot().expires_at.expect("it expires") - tab.now.wall
}

#[test]
fn a_refresh_is_made_a_minute_and_some_jitter_before_expiry() {
    for seed in 0..50 {
        let tab = Tab::signed_in_with(Config {
            seed,
            ..Config::default()
        });
        let (at, timer) = tab.next().unwrap();
        assert_eq!(timer, Timer::Refresh);
        assert!((230 * SECOND..=240 * SECOND).contains(&at), "{at}");
    }
}

#[test]
fn many_tabs_do_not_refresh_at_the_same_moment() {
    let at = |seed| {
        let config = Config {
            seed,
            ..Config::default()
        };
        Tab::signed_in_with(config).next().unwrap().0
    };
    let mut moments: Vec<_> = (0..100).map(|seed| at(seed * 7919)).collect();
    moments.sort_unstable();
    moments.dedup();
    assert!(moments.len() > 60, "{}", moments.len());
}

#[test]
fn the_margin_is_at_most_a_third_of_the_lifetime() {
    let tab = Tab::signed_in_as(Config::default(), facts("ann", Some(30)));
    let (at, _) = tab.next().unwrap();
    assert!((17 * SECOND..=20 * SECOND).contains(&at), "{at}");
}

#[test]
fn a_margin_of_ones_own_counts_up_to_a_third_of_the_lifetime() {
    for (margin, latest) in [(10, 290), (250, 200)] {
        let tab = Tab::signed_in_with(Config {
            margin: Some(margin * SECOND),
            ..Config::default()
        });
        let (at, _) = tab.next().unwrap();
        let range = (latest - 10) * SECOND..=latest * SECOND;
        assert!(range.contains(&at), "{at}");
    }
}

#[test]
fn a_lifetime_of_nothing_plans_nothing() {
    let tab = Tab::signed_in_as(Config::default(), facts("ann", Some(0)));
    assert!(tab.is_signed_in());
    assert_eq!(tab.next(), None);
}

#[test]
fn a_lifetime_of_a_second_is_no_hot_loop() {
    let mut tab = Tab::signed_in_as(always(), facts("ann", Some(1)));
    for _ in 0..60 {
        tab.wait(SECOND);
        if tab.asks().is_some() {
            tab.answer(Answer::Session(facts("ann", Some(1))));
        }
    }
    assert!(tab.asked.len() <= 60, "{}", tab.asked.len());
}

#[test]
fn the_longest_lifetime_there_is_does_not_overflow() {
    let facts = Facts {
        expires_in: Some(u64::MAX),
        idle_expires_in: Some(u64::MAX),
        absolute_expires_in: Some(u64::MAX),
        ..ann()
    };
    let tab = Tab::signed_in_as(Config::default(), facts);
    assert!(tab.next().unwrap().0 <= LONGEST);
    assert_eq!(validity(&tab), i64::try_from(LONGEST).unwrap());
}

#[test]
fn a_session_without_an_expiry_is_never_refreshed_of_its_own_accord() {
    let mut tab = Tab::signed_in_as(always(), facts("ann", None));
    tab.wait(100 * HOUR);
    assert_eq!(tab.asked.len(), 0);
    assert_eq!(tab.next(), None);
}

#[test]
fn a_refresh_renews_tells_everybody_and_plans_the_next() {
    let mut tab = Tab::signed_in();
    tab.wait(4 * MINUTE);
    assert_eq!(tab.activity(), Activity::Refreshing);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(validity(&tab), 300_000);
    assert_eq!(tab.saw(&Event::Refreshed), 1);
    assert_eq!(
        tab.saw(&Event::Authenticated),
        0,
        "nothing new about anybody"
    );
    assert_eq!(tab.news(), [News::Renewed]);
    assert_eq!(tab.published.last().unwrap().1, Generation(1));
    assert_eq!(tab.released.len(), 1);
    assert_eq!(tab.activity(), Activity::Idle);
    assert_eq!(tab.next().unwrap().1, Timer::Refresh);
}

#[test]
fn the_time_an_answer_took_is_not_lived_twice() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.wait(7 * SECOND);
    tab.answer(Answer::Session(ann()));
    assert_eq!(validity(&tab), 293_000);
}

#[test]
fn an_hour_of_a_quiet_page_costs_the_least_number_of_refreshes() {
    let mut tab = Tab::signed_in();
    for _ in 0..3600 {
        tab.wait(SECOND);
        if tab.asks().is_some() {
            tab.answer(Answer::Session(ann()));
        }
    }
    assert!(
        tab.history()
            .iter()
            .all(|intent| *intent == Intent::Refresh)
    );
    assert!((14..=16).contains(&tab.asked.len()), "{}", tab.asked.len());
}

#[test]
fn a_session_near_its_absolute_end_is_not_refreshed_over_and_over() {
    let facts = Facts {
        absolute_expires_in: Some(400 * SECOND),
        ..ann()
    };
    let mut tab = Tab::signed_in_as(always(), facts);
    for second in 1..400 {
        tab.wait(SECOND);
        if tab.asks().is_some() {
            let left = 400 - second;
            let mut facts = absolute_ann(left);
            facts.expires_in = Some(left.min(300) * SECOND);
            tab.answer(Answer::Session(facts));
        }
    }
    assert_eq!(tab.times(Intent::Refresh), 1, "{:?}", tab.history());
    tab.wait(2 * SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
}

#[test]
fn renewals_that_grant_ever_less_are_spread_and_not_repeated_every_second() {
    let mut tab = Tab::signed_in();
    for second in 0..600 {
        tab.wait(SECOND);
        if tab.asks().is_some() {
            let left = (300_u64).saturating_sub(second).max(1);
            tab.answer(Answer::Session(facts("ann", Some(left))));
        }
        if second == 290 {
            assert!(tab.asked.len() <= 6, "{}", tab.asked.len());
        }
    }
}

#[test]
fn a_hidden_tab_does_not_refresh_and_the_first_visible_moment_does() {
    let mut tab = Tab::signed_in();
    tab.push(Input::BecameHidden);
    tab.wait(290 * SECOND);
    assert_eq!(tab.asked.len(), 0);
    tab.push(Input::BecameVisible);
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(10))));
    tab.wait(2 * SECOND);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_hidden_tab_refreshes_for_a_request() {
    let mut tab = Tab::signed_in();
    tab.push(Input::BecameHidden);
    tab.wait(HOUR);
    let request = tab.request();
    assert_eq!(tab.sent(request), 0);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn a_hidden_tab_refreshes_if_the_application_wants_it_always() {
    let mut tab = Tab::signed_in_with(always());
    tab.push(Input::BecameHidden);
    tab.wait(4 * MINUTE);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn on_demand_means_on_demand() {
    let mut tab = Tab::signed_in_with(Config {
        when: RefreshWhen::OnDemand,
        ..Config::default()
    });
    tab.wait(HOUR);
    assert_eq!(tab.asked.len(), 0);
    tab.request();
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn the_timer_of_an_earlier_plan_starts_no_second_refresh() {
    let mut tab = Tab::signed_in();
    tab.wait(229 * SECOND);
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    tab.wait(12 * SECOND); // past the planned moment, and still not answered
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.times(Intent::Refresh), 1);
    assert_eq!(tab.asks(), None);
    assert_eq!(tab.sent(request), 2);
}

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
        assert_eq!(tab.published.last().unwrap().1, Generation(1));
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
fn a_refresh_endpoint_that_is_down_is_left_alone_though_the_session_lives() {
    let mut tab = Tab::signed_in();
    for second in 0..300_u64 {
        tab.wait(SECOND);
        match tab.asks() {
            Some(Intent::Refresh) => tab.fail(status(500)),
            Some(_) => tab.answer(Answer::Session(facts("ann", Some(299 - second)))),
            None => {}
        }
    }
    assert!(tab.is_signed_in());
    let times = tab.times(Intent::Refresh);
    assert!((3..=9).contains(&times), "{times}");
}

#[test]
fn a_refresh_that_is_refused_ends_the_session() {
    for (after, reason) in [(0, Reason::Revoked), (300, Reason::Expired)] {
        let mut tab = Tab::signed_in();
        tab.push(Input::BecameHidden);
        tab.wait(after * SECOND);
        tab.refresh();
        tab.answer(Answer::Anonymous);
        assert_eq!(tab.reason(), Some(reason));
        assert_eq!(tab.saw(&Event::Ended(reason)), 1);
        assert_eq!(tab.news(), [News::Ended]);
        assert_eq!(tab.next(), None);
        assert_eq!(tab.released.len(), 1);
    }
}

#[test]
fn a_refresh_without_a_csrf_token_is_a_failure_and_no_end() {
    let mut tab = Tab::signed_in();
    let call = tab.refresh();
    tab.answer(Answer::CsrfRejected);
    assert!(tab.is_signed_in());
    assert_eq!(tab.outcome(call), Some(Err(Code::CsrfRejected)));
}

#[test]
fn a_refresh_for_somebody_else_finds_out_who_that_is() {
    let mut tab = Tab::signed_in();
    let call = tab.refresh();
    tab.answer(Answer::Mismatch);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.snapshot().subject, named("bob"));
    assert_eq!(tab.outcome(call), Some(Err(Code::IdentityChanged)));
    assert_eq!(tab.times(Intent::Refresh), 1);
}

#[test]
fn a_refresh_that_always_meets_another_session_backs_off() {
    let mut tab = Tab::signed_in_with(always());
    for _ in 0..120 {
        match tab.asks() {
            Some(Intent::Refresh) => tab.answer(Answer::Mismatch),
            Some(_) => tab.answer(Answer::Session(facts("ann", Some(1)))),
            None => tab.wait(3 * SECOND),
        }
    }
    assert!(tab.times(Intent::Refresh) < 15, "{:?}", tab.history());
}

#[test]
fn the_handle_believed_in_goes_with_a_refresh_and_not_with_a_check() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    assert_eq!(tab.question().handle, named("session-of-ann"));
    tab.fail(status(500));
    assert_eq!(tab.question().handle, None);
}

#[test]
fn back_off_grows_to_a_minute_and_no_further() {
    let mut tab = Tab::signed_in_with(always());
    let mut longest = 0;
    tab.refresh();
    for _ in 0..60 {
        while tab.asks().is_some() {
            tab.fail(status(500));
        }
        let (wait, timer) = tab.next().unwrap();
        if timer == Timer::Retry {
            assert!((50..=60 * SECOND).contains(&wait), "{wait}");
            longest = longest.max(wait);
        }
        tab.wait(wait);
    }
    assert!(longest > 20 * SECOND, "{longest}");
    assert!(tab.is_signed_in());
}

#[test]
fn a_success_starts_the_back_off_anew() {
    let mut tab = Tab::signed_in();
    for _ in 0..8 {
        tab.refresh();
        tab.fail(status(500));
        tab.fail(status(500));
    }
    while tab.asks().is_none() {
        tab.wait(SECOND);
    }
    tab.answer(Answer::Session(ann()));
    tab.refresh();
    tab.fail(status(500));
    tab.fail(status(500));
    assert!(tab.next().unwrap().0 <= SECOND);
}

#[test]
fn a_server_may_ask_for_an_hour_and_no_more() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(busy(100_000));
    tab.answer(Answer::Expired);
    let retry = tab
        .machine
        .poll_timeout()
        .map(|(at, _)| at.since(tab.now.monotonic))
        .unwrap();
    assert!(retry <= HOUR + SECOND);
    let wait = tab
        .broadcast
        .iter()
        .find(|message| message.news == News::Backoff)
        .expect("the others are told")
        .wait;
    assert!((HOUR..=HOUR + SECOND).contains(&wait), "{wait}");
}

#[test]
fn coming_into_view_or_online_shortens_no_time_that_the_server_asked_for() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(busy(120));
    tab.answer(Answer::Expired);
    tab.forget();
    for _ in 0..10 {
        tab.push(Input::BecameHidden);
        tab.push(Input::WentOffline);
        tab.wait(5 * SECOND);
        tab.push(Input::WentOnline);
        tab.push(Input::BecameVisible);
        tab.wait(5 * SECOND);
    }
    assert_eq!(tab.history(), []);
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
fn a_tab_that_was_overtaken_while_it_waited_for_the_lock_looks_before_it_refreshes() {
    let mut tab = Tab::signed_in();
    tab.newest = Some(Generation(4));
    let call = tab.refresh();
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.times(Intent::Refresh), 0);
    assert_eq!(tab.published.last().unwrap().1, Generation(4));
    assert_eq!(tab.released.len(), 1);
}

#[test]
fn a_tab_that_was_overtaken_refreshes_if_the_session_has_lapsed_again() {
    let mut tab = Tab::signed_in();
    tab.newest = Some(Generation(4));
    tab.refresh();
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.published.last().unwrap().1, Generation(5));
}

#[test]
fn a_generation_that_is_not_newer_is_no_reason_to_look() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answer(Answer::Session(ann()));
    tab.newest = Some(Generation(1));
    tab.refresh();
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_dead_holder_of_the_lock_costs_less_than_five_seconds() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    tab.wait(4 * SECOND);
    assert_eq!(tab.news(), [News::Ping]);
    tab.wait(SECOND);
    assert_eq!(tab.locks.len(), 2);
    let (id, steal) = tab.locks[1];
    assert!(steal);
    assert_eq!(
        tab.released,
        [tab.locks[0].0],
        "the old request is withdrawn"
    );
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(
        tab.asks(),
        Some(Intent::Check),
        "what the dead one did is unknown"
    );
}

#[test]
fn a_living_holder_of_the_lock_is_waited_for() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    for _ in 0..4 {
        tab.wait(4 * SECOND + 100);
        tab.hear_of(News::Holding);
    }
    assert!(tab.locks.iter().all(|(_, steal)| !steal));
    for _ in 0..4 {
        tab.wait(4 * SECOND + 500);
        tab.hear_of(News::Holding);
    }
    assert!(tab.locks.iter().any(|(_, steal)| *steal), "not for ever");
}

#[test]
fn whoever_holds_the_lock_says_so_when_asked() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::Ping);
    assert_eq!(tab.news(), []);
    tab.refresh();
    tab.hear_of(News::Ping);
    assert_eq!(tab.news(), [News::Holding]);
}

#[test]
fn whoever_only_waits_for_the_lock_does_not_say_that_it_holds_it() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    tab.hear_of(News::Ping);
    assert_eq!(tab.news(), []);
}

#[test]
fn a_tab_whose_lock_was_stolen_asks_instead_of_stealing_it_back() {
    let mut tab = Tab::signed_in();
    let call = tab.refresh();
    let lock = tab.locks[0].0;
    let refresh = tab.question().id;
    tab.push(Input::LockLost(lock));
    assert_eq!(tab.aborted, [refresh]);
    assert_eq!(tab.asks(), Some(Intent::Check));
    assert_eq!(tab.locks.len(), 1);
    tab.push(Input::Answered(refresh, Ok(Answer::Anonymous)));
    assert!(tab.is_signed_in(), "its own late answer is nothing");
    tab.answer(Answer::Session(ann()));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn a_lock_stolen_while_the_name_is_taken_takes_nothing_back() {
    let mut tab = Tab::signed_in();
    tab.publishes = false;
    let call = tab.refresh();
    tab.answer(Answer::Session(ann()));
    tab.push(Input::LockLost(tab.locks[0].0));
    tab.push(Input::GenerationPublished(tab.published[0].0));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.times(Intent::Refresh), 1);
}

#[test]
fn a_name_that_is_never_given_is_waited_for_a_second() {
    let mut tab = Tab::signed_in();
    tab.publishes = false;
    let call = tab.refresh();
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.outcome(call), None);
    assert_eq!(tab.released.len(), 0);
    tab.wait(SECOND);
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.released.len(), 1);
}

#[test]
fn the_name_is_taken_before_the_lock_is_let_go() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answer(Answer::Session(ann()));
    let place = |which: fn(&Effect) -> bool| tab.effects.iter().position(which).unwrap();
    let named = place(|effect| matches!(effect, Effect::Publish { .. }));
    let released = place(|effect| matches!(effect, Effect::ReleaseLock(_)));
    assert!(named < released);
}

#[test]
fn a_lock_that_comes_too_late_is_given_back() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    let id = tab.locks[0].0;
    tab.push(Input::Restored);
    tab.forget();
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(tab.released, [id]);
}
