//! A refresh of unknown outcome where what the page knows tells little: it is made once more, in time (P5, P6).

use hallpass::machine::{Answer, Call, Code, Generation, Input, Intent};

use crate::harness::{LOGOUT, MINUTE, SECOND, Tab, ann, busy, facts, renewed, status};

#[test]
fn an_unknown_refresh_of_a_page_that_knows_nobody_yet_is_made_once_more() {
    let mut tab = Tab::started();
    tab.answer(Answer::Expired);
    tab.fail(status(502));
    // By its refresh, or by a sign-in in another tab: that cannot be told.
    tab.answers(Intent::Check, Answer::Session(ann()));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.times(Intent::Refresh), 2);
}

#[test]
fn an_unknown_refresh_of_a_page_that_knows_nobody_yet_is_asked_about_in_time() {
    for hides in [false, true] {
        let mut tab = Tab::started();
        for _ in 0..8 {
            tab.fail(status(502));
            while tab.asks().is_none() {
                tab.wait(SECOND); // the last failure waits as long as any does
            }
        }
        tab.answers(Intent::Check, Answer::Expired);
        tab.fail(Code::Network);
        tab.fail(Code::Network);
        if hides {
            tab.push(Input::BecameHidden);
        }
        tab.wait(10 * SECOND);
        assert_eq!(tab.asks(), Some(Intent::Check), "hidden: {hides}");
    }
}

#[test]
fn what_another_tab_renewed_just_before_is_not_taken_for_an_unknown_refresh() {
    let mut tab = Tab::signed_in();
    tab.wait(4 * MINUTE);
    tab.hear(renewed(1));
    tab.wait(SECOND);
    tab.refresh();
    tab.fail(status(502));
    // As fresh as the other tab's, a second ago.
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(299))));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
}

#[test]
fn what_another_tab_renewed_unheard_is_not_taken_for_an_unknown_refresh() {
    let mut tab = Tab::started();
    // Near its end: how long the server's access lasts this page has never seen.
    tab.answer(Answer::Session(facts("ann", Some(7))));
    tab.refresh();
    tab.fail(status(502));
    // Of a minute, 24 seconds ago.
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(36))));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
}

#[test]
fn an_unknown_refresh_that_is_never_answered_is_made_a_third_time_within_the_window() {
    let mut tab = Tab::refreshed();
    while tab.asks().is_none() {
        tab.wait(SECOND); // by itself, with no call that waits for it
    }
    tab.wait(10 * SECOND);
    tab.fail(Code::Timeout);
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(40))));
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    tab.wait(10 * SECOND);
    tab.fail(Code::Timeout);
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.wait(2 * SECOND);
    assert_eq!(
        tab.asks(),
        Some(Intent::Refresh),
        "22 of 30 seconds are over"
    );
    tab.wait(10 * SECOND);
    tab.fail(Code::Timeout);
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.wait(9 * SECOND);
    assert_eq!(tab.asks(), Some(Intent::Check), "now there is time to ask");
}

#[test]
fn a_refresh_of_a_session_that_was_left_leaves_the_next_session_in_no_doubt() {
    let mut tab = Tab::refreshed();
    tab.refresh();
    tab.logout();
    tab.wait(3 * SECOND); // the refresh has had its time, and is given up
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    tab.login();
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.answers(Intent::Check, Answer::Session(ann()));
    tab.check();
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(200))));
    assert_eq!(
        tab.asks(),
        None,
        "there is nothing to be refreshed once more"
    );
}

#[test]
fn a_sign_in_ends_the_doubt_about_the_refresh_before_it() {
    let mut tab = Tab::refreshed();
    tab.refresh();
    tab.fail(status(502));
    tab.fail(status(502));
    tab.login();
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.answers(Intent::Check, Answer::Session(ann()));
    tab.check();
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(200))));
    assert_eq!(tab.asks(), None);
}

#[test]
fn a_hidden_page_does_not_refresh_when_the_wait_that_the_server_asked_for_is_over() {
    let mut tab = Tab::refreshed();
    tab.refresh();
    tab.fail(busy(60));
    tab.answers(Intent::Check, Answer::Expired);
    tab.push(Input::BecameHidden);
    tab.wait(2 * MINUTE);
    assert_eq!(tab.asks(), None);
    tab.push(Input::BecameVisible);
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn after_three_refreshes_in_vain_the_page_waits_for_the_end_of_the_minute() {
    let mut tab = Tab::refreshed();
    tab.refresh();
    for _ in 0..3 {
        while tab.asks() != Some(Intent::Refresh) {
            tab.wait(100);
        }
        tab.fail(status(502));
        tab.answers(Intent::Check, Answer::Expired);
    }
    let (wait, _) = tab.next().expect("it tries again");
    assert!(wait > 50 * SECOND, "{wait}");
}

#[test]
fn a_check_that_died_in_the_back_forward_cache_leaves_no_doubt_about_a_refresh() {
    let mut tab = Tab::refreshed();
    tab.check();
    tab.air.clear();
    tab.push(Input::Restored);
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(200))));
    assert_eq!(tab.asks(), None);
}

#[test]
fn a_logout_while_an_unanswered_refresh_is_asked_about_waits_for_no_other_refresh() {
    let mut tab = Tab::refreshed();
    tab.refresh();
    tab.wait(10 * SECOND);
    tab.fail(Code::Timeout);
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.logout();
    tab.wait(3 * SECOND);
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.times(Intent::Refresh), 1);
    assert_eq!(
        tab.error(),
        None,
        "what was given up for the logout is no failure"
    );
}

#[test]
fn a_hidden_page_makes_an_unknown_refresh_good_within_the_window() {
    let mut tab = Tab::refreshed();
    tab.refresh();
    for _ in 0..2 {
        tab.fail(status(502));
        tab.answers(Intent::Check, Answer::Expired);
    }
    tab.push(Input::BecameHidden);
    tab.wait(8 * SECOND);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_refresh_in_doubt_is_made_good_after_an_answer_to_something_else() {
    for call in [Call::Login, Call::Extend] {
        let mut tab = Tab::refreshed();
        tab.wait(100 * SECOND);
        tab.refresh();
        tab.fail(Code::Network);
        tab.fail(Code::Network);
        tab.call(call);
        if call == Call::Login {
            tab.fail(Code::Network);
        }
        tab.answer(Answer::Session(facts("ann", Some(200))));
        tab.answers(Intent::Check, Answer::Session(facts("ann", Some(200))));
        assert_eq!(tab.asks(), Some(Intent::Refresh), "{call:?}");
    }
}

#[test]
fn how_long_an_answer_took_in_another_tab_is_not_known() {
    let mut tab = Tab::refreshed();
    tab.wait(2 * MINUTE);
    // Of five minutes, and the answer took three seconds.
    let mut news = renewed(1);
    news.expires_in = Some((297 * SECOND).into());
    tab.hear(news);
    tab.refresh();
    tab.fail(status(502));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn what_another_tab_renewed_is_remembered_though_an_older_answer_comes_after_it() {
    let mut tab = Tab::refreshed();
    tab.wait(2 * MINUTE);
    tab.check();
    tab.hear(renewed(2));
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(60))));
    tab.refresh();
    tab.fail(status(502));
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(299))));
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn an_unknown_refresh_of_a_session_found_later_is_made_good_in_a_hidden_page() {
    let mut tab = Tab::anonymous();
    tab.push(Input::BecameHidden);
    tab.check();
    tab.answers(Intent::Check, Answer::Expired);
    tab.fail(Code::Network);
    tab.fail(Code::Network);
    tab.wait(2 * SECOND);
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_newer_name_in_the_lock_does_not_say_that_a_refresh_was_made_since_one_of_unknown_outcome() {
    for since in [false, true] {
        let mut tab = Tab::refreshed();
        tab.wait(2 * MINUTE);
        tab.refresh();
        for _ in 0..2 {
            tab.fail(status(502));
            tab.answers(Intent::Check, Answer::Session(facts("ann", Some(180))));
        }
        // Of a sign-in, say, that was made before that and took its time.
        tab.newest = Some(Generation(u32::MAX));
        while tab.asks().is_none() {
            tab.wait(SECOND);
        }
        let left = if since { 300 } else { 175 };
        tab.answers(Intent::Check, Answer::Session(facts("ann", Some(left))));
        assert_eq!(tab.asks(), (!since).then_some(Intent::Refresh));
        if since {
            tab.check();
            tab.answers(Intent::Check, Answer::Session(facts("ann", Some(300))));
            assert_eq!(tab.asks(), None, "it is in doubt no more");
        }
    }
}

#[test]
fn an_unknown_refresh_of_a_page_that_comes_back_before_it_knows_anyone_is_made_good() {
    let mut tab = Tab::started();
    tab.answer(Answer::Expired);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    tab.push(Input::Restored);
    tab.push(Input::BecameHidden);
    tab.fail(Code::Network);
    tab.wait(2 * SECOND);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}
