//! A server that is down, or that asks for time: when to leave it alone (P9).

use hallpass::machine::{Answer, Input, Intent, News, Timer};

use crate::harness::{HOUR, SECOND, Tab, always, ann, busy, facts, status};

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
    let mut tab = Tab::refreshed();
    tab.wait(10 * SECOND);
    for _ in 0..3 {
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
