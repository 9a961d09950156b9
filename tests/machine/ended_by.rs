//! Who ended a session: a page that signed out itself need not be led away.

use hallpass::machine::{Answer, By, Call, Config, Input, Intent, News, Reason};

use crate::harness::{MINUTE, SECOND, Tab, absolute_ann, ann, named};

/// A tab whose page has an idle limit of its own, of five minutes.
fn idling() -> Tab {
    let idle = Some((5 * MINUTE).into());
    Tab::signed_in_as(
        Config {
            idle,
            ..Config::default()
        },
        ann(),
    )
}

#[test]
fn a_logout_here_is_the_pages_own() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.answer(Answer::LoggedOut { elsewhere: false });
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.ends(), [(Reason::LoggedOut, By::App)]);
}

#[test]
fn a_logout_here_is_the_pages_own_also_while_another_tab_leaves() {
    let mut tab = Tab::signed_in();
    tab.reads = false;
    tab.hear_of(News::LoggedOut);
    tab.logout();
    assert_eq!(tab.ends(), [(Reason::LoggedOut, By::App)]);
}

#[test]
fn a_logout_whose_tombstone_is_found_is_another_tabs() {
    let mut tab = Tab::signed_in();
    tab.set_tombstone(named("session-of-ann"));
    tab.hear_of(News::LoggedOut);
    assert_eq!(tab.ends(), [(Reason::LoggedOut, By::Tab)]);
}

#[test]
fn a_logout_that_was_heard_of_and_that_the_server_confirms_is_another_tabs() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::LoggedOut);
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.ends(), [(Reason::LoggedOut, By::Tab)]);
}

#[test]
fn a_verdict_is_the_servers() {
    let mut tab = Tab::signed_in();
    tab.call(Call::Check);
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.ends(), [(Reason::Revoked, By::Server)]);
}

#[test]
fn a_limit_counts_as_the_servers_also_one_of_the_pages_own() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
    tab.push(Input::BecameHidden);
    tab.wait(200 * SECOND);
    assert_eq!(tab.ends(), [(Reason::Expired, By::Server)]);

    let mut tab = idling();
    tab.wait(6 * MINUTE);
    assert_eq!(tab.ends(), [(Reason::Idle, By::Server)]);
}

#[test]
fn a_limit_of_the_pages_own_that_another_tab_saw_first_is_no_logout() {
    let mut tab = idling();
    tab.wait(4 * MINUTE);
    tab.set_tombstone(named("session-of-ann"));
    let mut peer = idling();
    peer.wait(6 * MINUTE);
    for message in peer.broadcast.clone() {
        if message.news == News::LoggedOut {
            tab.push(Input::Heard(message));
        }
    }
    assert_eq!(tab.ends(), [(Reason::Idle, By::Server)]);
}
