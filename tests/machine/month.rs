//! A month in one page, and a hundred thousand requests: nothing grows, and no more is asked than the least (P24, P25).

use hallpass::machine::{Answer, Config, Input, Intent, Verdict};

use crate::harness::{HOUR, MINUTE, SECOND, Tab, ann, idle_ann, renewed};

const DAY: u64 = 24 * HOUR;
const MONTH: u64 = 30 * DAY;
/// A renewal comes a minute before the end of five, and up to ten seconds earlier.
const SOONEST: u64 = 230 * SECOND;
const LATEST: u64 = 240 * SECOND;

/// How many requests and calls the machine holds.
fn held(tab: &Tab) -> usize {
    format!("{:?}", tab.machine).matches("Node {").count()
}

/// Lets time pass, with a server that answers at once.
fn live(tab: &mut Tab, span: u64, answer: Answer) {
    let until = tab.now.monotonic.0 + span;
    while tab.now.monotonic.0 < until {
        let left = until - tab.now.monotonic.0;
        let next = tab.next().map_or(left, |(due, _)| due.clamp(1, left));
        tab.wait(next);
        while tab.asks().is_some() {
            tab.answer(answer);
        }
    }
}

#[test]
fn a_month_of_nothing_to_do_costs_one_request_one_timer_and_one_message_per_renewal() {
    let mut tab = Tab::signed_in();
    live(&mut tab, MONTH, Answer::Session(ann()));
    let renewals = tab.asked.len() as u64;
    assert_eq!(
        tab.times(Intent::Refresh) as u64,
        renewals,
        "nothing else is asked"
    );
    assert!(
        (MONTH / LATEST..=MONTH / SOONEST).contains(&renewals),
        "{renewals}"
    );
    assert_eq!(tab.timers.len() as u64, renewals);
    assert_eq!(tab.broadcast.len() as u64, renewals);
    assert_eq!(tab.published.len() as u64, renewals);
    assert_eq!(tab.released.len(), tab.locks.len(), "each lock is let go");
    assert_eq!(held(&tab), 0);
}

#[test]
fn a_month_in_a_hidden_page_costs_nothing_while_another_one_renews() {
    let mut tab = Tab::signed_in();
    let news = renewed(1);
    tab.push(Input::BecameHidden);
    for _ in 0..MONTH / LATEST {
        tab.wait(LATEST);
        tab.hear(news);
    }
    assert_eq!(tab.asked.len(), 0);
    assert_eq!(tab.broadcast.len(), 0);
    assert_eq!(tab.timers.len(), 0);
    assert!(tab.is_signed_in());
}

#[test]
fn a_month_without_a_user_costs_nothing() {
    let mut tab = Tab::anonymous();
    tab.wait(MONTH);
    assert_eq!(tab.asked.len() + tab.timers.len() + tab.broadcast.len(), 0);
}

#[test]
fn a_week_of_activity_moves_the_idle_limit_four_times_within_it_at_most() {
    let limit = 1_800;
    let mut tab = Tab::signed_in_as(Config::default(), idle_ann(limit));
    for _ in 0..7 * DAY / MINUTE {
        tab.active();
        live(&mut tab, MINUTE, Answer::Session(idle_ann(limit)));
    }
    let quarter = limit * SECOND / 4;
    let touches = tab.times(Intent::Touch) as u64;
    assert!(touches <= 7 * DAY / quarter + 1, "{touches}");
    assert!(touches >= 7 * DAY / (limit * SECOND), "{touches}");
    assert_eq!(held(&tab), 0);
}

#[test]
fn a_hundred_thousand_requests_leave_nothing_behind() {
    let mut tab = Tab::signed_in();
    for number in 0..100_000 {
        let request = tab.request();
        if number % 1_000 == 0 {
            assert_eq!(held(&tab), 1, "request {number}");
        }
        tab.respond(request, Verdict::Passed);
    }
    assert_eq!(held(&tab), 0);
    assert_eq!(tab.asked.len() + tab.broadcast.len(), 0);
}

#[test]
fn calls_and_requests_that_fail_leave_nothing_behind() {
    let mut tab = Tab::signed_in();
    for _ in 0..1_000 {
        let given_up = tab.request();
        tab.push(Input::Abandoned(given_up));
        tab.check();
        tab.fail(crate::harness::status(500));
        let request = tab.request();
        tab.respond(request, Verdict::Failed);
        live(&mut tab, MINUTE, Answer::Session(ann()));
        assert_eq!(held(&tab), 0);
    }
}
