//! Spans that are just as long as a limit of the machine's own, or shorter than before (P8, P18).

use hallpass::machine::{Answer, Call, Config, Facts, Intent, Verdict};

use crate::harness::{EPOCH, SECOND, Tab, absolute_ann, always, ann, facts, idle_ann};

/// How long the access part lasts from here, as shown.
fn left(tab: &Tab) -> Option<i64> {
    let ends_at = tab.snapshot().expires_at?;
    Some(ends_at - tab.now.wall)
}

#[test]
fn a_server_that_shortens_a_session_is_believed() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.answer(Answer::Session(facts("ann", Some(100))));
    assert_eq!(left(&tab), Some(100_000));
    tab.refresh();
    tab.answer(Answer::Session(facts("ann", Some(20))));
    assert_eq!(left(&tab), Some(20_000));
}

#[test]
fn a_session_that_is_granted_for_a_second_ends_after_it() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answer(Answer::Session(facts("ann", Some(1))));
    assert_eq!(left(&tab), Some(1_000));
}

#[test]
fn the_rest_of_an_idle_limit_of_a_second_is_one() {
    let mut tab = Tab::signed_in_as(Config::default(), idle_ann(1));
    tab.check();
    tab.answer(Answer::Session(Facts {
        idle_expires_in: Some(500.into()),
        ..ann()
    }));
    assert!(tab.snapshot().idle_expires_at.is_some());
}

#[test]
fn a_second_more_is_a_second_more_where_nothing_renews_the_session() {
    let mut tab = Tab::signed_in_as(
        Config {
            refreshable: false,
            ..Config::default()
        },
        facts("ann", Some(10)),
    );
    tab.wait(10 * SECOND);
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(1))));
    assert_eq!(left(&tab), Some(1_000));
    assert_eq!(tab.snapshot().expires_at, Some(EPOCH + 11_000));
}

#[test]
fn what_lasts_just_as_long_as_is_wanted_is_fresh() {
    let mut tab = Tab::signed_in();
    let call = tab.call(Call::EnsureFresh(300 * SECOND));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    let call = tab.call(Call::EnsureFresh(300 * SECOND + 1));
    assert_eq!(tab.outcome(call), None);
    assert_eq!(tab.history(), [Intent::Refresh]);
}

#[test]
fn an_api_that_finds_a_session_of_a_second_expired_contradicts_nothing() {
    let mut tab = Tab::signed_in_as(Config::default(), facts("ann", Some(1)));
    for _ in 0..6 {
        let request = tab.request();
        tab.respond(request, Verdict::Expired);
        tab.answers(Intent::Refresh, Answer::Session(facts("ann", Some(1))));
        tab.respond(request, Verdict::StepUp);
        assert!(tab.delivered(request));
    }
}

#[test]
fn nothing_is_refreshed_that_the_absolute_limit_ends_two_seconds_later() {
    for (absolute, refreshes) in [(302, 0), (303, 1)] {
        let mut tab = Tab::signed_in_as(always(), absolute_ann(absolute));
        tab.wait(300 * SECOND);
        assert_eq!(tab.times(Intent::Refresh), refreshes, "{absolute}");
    }
}
