//! Renewal in a page that nobody looks at, or that waits to be asked for it (P8).

use hallpass::machine::{Answer, Code, Input, Intent};

use crate::harness::{HOUR, MINUTE, SECOND, Tab, always, ann, facts, on_demand};

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
    let mut tab = Tab::signed_in_with(on_demand());
    tab.wait(HOUR);
    assert_eq!(tab.asked.len(), 0);
    tab.request();
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn what_is_being_asked_is_waited_for_before_a_request_wants_a_refresh() {
    for another in [true, false] {
        let mut tab = Tab::signed_in_with(on_demand());
        tab.wait(HOUR);
        tab.check();
        let request = tab.request();
        assert_eq!(tab.sent(request), 0);
        if another {
            tab.answers(Intent::Check, Answer::Session(ann())); // refreshed by another tab
        } else {
            tab.answers(Intent::Check, Answer::Expired);
            tab.answers(Intent::Refresh, Answer::Session(ann()));
        }
        assert_eq!(tab.sent(request), 1);
        assert_eq!(tab.times(Intent::Refresh), usize::from(!another));
    }
}

#[test]
fn a_request_that_waited_for_a_check_which_failed_takes_its_chance() {
    let mut tab = Tab::signed_in_with(on_demand());
    tab.wait(HOUR);
    tab.check();
    let request = tab.request();
    tab.fail(Code::Network);
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn a_stream_wants_its_refresh_whatever_is_being_asked() {
    let mut tab = Tab::signed_in_with(on_demand());
    tab.wait(HOUR);
    tab.check();
    let stream = tab.stream();
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.sent(stream), 0);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(stream), 1);
}
