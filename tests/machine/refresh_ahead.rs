//! Renewal ahead of expiry: early enough, spread, and never in a loop (P8).

use hallpass::machine::{
    Activity, Answer, Config, Event, Facts, Intent, LONGEST, News, Reason, Timer, Verdict,
};

use crate::harness::{FIRST, HOUR, MINUTE, SECOND, Tab, absolute_ann, always, ann, facts};

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
            margin: Some((margin * SECOND).into()),
            ..Config::default()
        });
        let (at, _) = tab.next().unwrap();
        let range = (latest - 10) * SECOND..=latest * SECOND;
        assert!(range.contains(&at), "{at}");
    }
}

#[test]
fn a_lifetime_of_nothing_plans_nothing() {
    let mut tab = Tab::started();
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(0))));
    tab.answers(Intent::Refresh, Answer::Session(facts("ann", Some(0))));
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
        expires_in: Some((u64::MAX).into()),
        idle_expires_in: Some((u64::MAX).into()),
        absolute_expires_in: Some((u64::MAX).into()),
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
    assert!(tab.published.last().unwrap().1 > FIRST);
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
        absolute_expires_in: Some((400 * SECOND).into()),
        ..ann()
    };
    let mut tab = Tab::signed_in_as(always(), facts);
    for second in 1..400 {
        tab.wait(SECOND);
        if tab.asks().is_some() {
            let left = 400 - second;
            let mut facts = absolute_ann(left);
            facts.expires_in = Some((left.min(300) * SECOND).into());
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
