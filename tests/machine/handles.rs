//! A server that changes the session id at a refresh, against the contract: the page notices, and names none any more
//! (P13).

use hallpass::machine::{Answer, Code, Config, Detail, Event, Facts, Intent};

use crate::harness::{LOGOUT, Tab, ann, bob, named};

/// Ann, under the id that the server gives her session this time.
fn under(handle: &str) -> Facts {
    Facts {
        handle: named(handle),
        ..ann()
    }
}

fn faults(tab: &Tab) -> usize {
    let names = |event: &&Event| {
        let told = |error: &hallpass::machine::Error| error.detail() == Some(Detail::HandleChanged);
        matches!(event, Event::Fault(error) if error.code() == Code::RefreshInconsistent && told(error))
    };
    tab.events.iter().filter(names).count()
}

#[test]
fn a_session_id_that_changes_at_a_refresh_is_noticed_once_and_named_no_more() {
    let mut tab = Tab::signed_in();
    for round in ["second", "third"] {
        tab.refresh();
        tab.answers(Intent::Refresh, Answer::Session(under(round)));
        assert_eq!(faults(&tab), 1, "{round}");
        assert!(tab.is_signed_in());
    }
    assert_eq!(tab.snapshot().error, None, "the refresh worked");
    let request = tab.request();
    assert_eq!(tab.sent_under(request), None);
}

#[test]
fn a_logout_during_a_refresh_that_changes_the_id_ends_that_session() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answers(Intent::Refresh, Answer::Session(under("second")));
    tab.refresh();
    let call = tab.logout();
    tab.answers(Intent::Refresh, Answer::Session(under("third")));
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.question().handle, None, "whichever it is by now");
    tab.answer(Answer::LoggedOut { elsewhere: false });
    assert_eq!(tab.outcome(call), None, "not before that is looked at");
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(call), Some(Ok(true)));
}

#[test]
fn another_session_is_no_changed_id() {
    for (intent, answer) in [(Intent::Refresh, bob()), (Intent::Check, under("second"))] {
        let mut tab = Tab::signed_in();
        if intent == Intent::Refresh {
            tab.refresh();
        } else {
            tab.check();
        }
        tab.answers(intent, Answer::Session(answer));
        assert_eq!(faults(&tab), 0);
        let request = tab.request();
        assert_eq!(tab.sent_under(request), answer.handle);
    }
}

#[test]
fn a_session_id_that_a_refresh_tells_or_leaves_out_has_not_changed() {
    for (before, after) in [(None, named("first")), (named("first"), None)] {
        let of = |handle| Facts { handle, ..ann() };
        let mut tab = Tab::signed_in_as(Config::default(), of(before));
        tab.refresh();
        tab.answers(Intent::Refresh, Answer::Session(of(after)));
        assert_eq!(faults(&tab), 0);
    }
}

#[test]
fn a_server_that_names_no_user_is_followed_by_the_session_id() {
    let (one, two) = (named("one"), named("two"));
    let ann = ann().subject;
    for (before, after, same) in [
        ((None, one), (None, one), true),
        ((None, one), (None, two), false),
        ((None, None), (None, one), true),
        ((None, one), (None, None), true),
        ((None, one), (ann, one), false),
        ((ann, one), (ann, two), true),
    ] {
        let of = |(subject, handle)| Facts {
            subject,
            handle,
            ..under("")
        };
        let mut tab = Tab::signed_in_as(Config::default(), of(before));
        tab.check();
        tab.answers(Intent::Check, Answer::Session(of(after)));
        let other = |event: &Event| matches!(event, Event::IdentityChanged { .. });
        assert_eq!(!tab.events.iter().any(other), same, "{before:?} {after:?}");
    }
}

#[test]
fn a_server_that_is_told_no_session_id_may_change_it() {
    let config = Config {
        takes_handle: false,
        ..Config::default()
    };
    let mut tab = Tab::signed_in_with(config);
    tab.refresh();
    tab.answers(Intent::Refresh, Answer::Session(under("second")));
    assert_eq!(faults(&tab), 0);
}
