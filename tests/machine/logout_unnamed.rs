//! Logging out of a server whose requests cannot say which session they mean: no other one is ended (P13, P14).

use hallpass::machine::{
    Answer, Call, Code, Config, Facts, Input, Intent, Name, News, RefreshWhen,
};

use crate::harness::{MINUTE, SECOND, Tab, ann, bob, named};

/// A server that tells which session is there, and whose requests cannot say which one they mean.
fn without_handles() -> Config {
    Config {
        takes_handle: false,
        ..Config::default()
    }
}

/// A page that shows a session of which the server tells no id.
fn nameless() -> Tab {
    let facts = Facts {
        handle: None,
        ..ann()
    };
    Tab::signed_in_as(without_handles(), facts)
}

/// A page that finds the tombstone of Ann's session, and maybe a session whose access part has lapsed.
fn left(lapsed: bool) -> Tab {
    let mut tab = Tab::new(without_handles());
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    if lapsed {
        tab.answers(Intent::Check, Answer::Expired);
    }
    tab
}

#[test]
fn a_tombstone_ends_no_lapsed_session_of_another_user() {
    let mut tab = left(true);
    tab.answers(Intent::Refresh, Answer::Session(bob()));
    assert_eq!(tab.tombstone(), None);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.times(Intent::Logout), 0);
    assert!(tab.is_signed_in());
}

#[test]
fn a_lapsed_session_that_is_over_needs_no_logout() {
    let mut tab = left(true);
    tab.answers(Intent::Refresh, Answer::Anonymous);
    assert_eq!(tab.tombstone(), None);
    assert_eq!(tab.times(Intent::Logout), 0);
}

#[test]
fn whose_session_lapsed_cannot_be_told_and_nothing_is_ended() {
    for found in [Ok(Answer::Expired), Err(Code::Network)] {
        let mut tab = left(true);
        match found {
            Ok(answer) => tab.answers(Intent::Refresh, answer),
            Err(code) => tab.fail(code),
        }
        assert_eq!(tab.asks(), None, "{found:?}");
        assert!(tab.tombstone().is_some(), "it stands until that is known");
        tab.wait(2 * SECOND);
        tab.answers(Intent::Check, Answer::Session(bob()));
        assert_eq!(tab.times(Intent::Logout), 0);
        assert!(tab.is_signed_in() || tab.asks() == Some(Intent::Check));
    }
}

#[test]
fn what_has_lapsed_where_nothing_renews_it_is_logged_out_of() {
    let mut tab = Tab::new(Config {
        refreshable: false,
        ..without_handles()
    });
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.asks(), Some(Intent::Logout));
}

#[test]
fn a_tombstone_ends_no_session_of_another_user_where_requests_name_none() {
    let mut tab = Tab::new(without_handles());
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.tombstone(), None, "that session is out of this browser");
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.times(Intent::Logout), 0);
    assert!(tab.is_signed_in());
}

#[test]
fn a_page_that_comes_back_from_the_cache_does_not_log_out_twice_without_asking() {
    let mut tab = Tab::signed_in_with(without_handles());
    tab.logout();
    tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.push(Input::Restored);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.times(Intent::Logout), 1);
    assert_eq!(tab.tombstone(), None);
}

#[test]
fn an_idle_limit_of_the_pages_own_ends_no_session_that_came_since() {
    let mut tab = Tab::signed_in_with(Config {
        idle: Some((20 * MINUTE).into()),
        when: RefreshWhen::OnDemand,
        ..without_handles()
    });
    tab.wait(20 * MINUTE);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.times(Intent::Logout), 0);
    assert_eq!(tab.tombstone(), None);
}

#[test]
fn a_logout_everywhere_of_a_session_that_is_gone_is_not_called_confirmed() {
    let mut tab = left(false);
    let call = tab.call(Call::Logout { everywhere: true });
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.outcome(call), Some(Ok(false)), "nobody told the server");
    // What was asked before the call says nothing of a session that came between.
    tab.answers(Intent::LogoutEverywhere, Answer::Anonymous);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!((tab.asks(), tab.tombstone()), (None, None));
}

#[test]
fn whose_session_lapsed_is_asked_under_the_lock_alone() {
    let mut tab = Tab::new(without_handles());
    tab.grants = false;
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    tab.wait(3 * SECOND);
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.asks(), None, "another tab may be refreshing");
    assert!(tab.tombstone().is_some());
}

#[test]
fn a_logout_that_is_late_ends_no_session_that_came_since_where_requests_name_none() {
    let mut tab = Tab::signed_in_with(without_handles());
    tab.logout();
    tab.fail(Code::Network);
    tab.wait(2 * SECOND);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.times(Intent::Logout), 1, "the first came at once");
    assert_eq!(tab.tombstone(), None);
}

#[test]
fn a_tombstone_ends_its_own_session_where_requests_name_none() {
    for lapsed in [false, true] {
        let mut tab = left(lapsed);
        let asked = if lapsed {
            Intent::Refresh
        } else {
            Intent::Check
        };
        tab.answers(asked, Answer::Session(ann()));
        tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.tombstone(), None);
    }
    let mut tab = Tab::new(without_handles());
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    tab.fail(Code::Network);
    assert!(
        tab.tombstone().is_some(),
        "it stands until the server has answered"
    );
    assert_eq!(tab.times(Intent::Logout), 0);
}

#[test]
fn any_session_that_comes_back_after_a_logout_of_any_is_ended_again() {
    let mut tab = Tab::signed_in_with(without_handles());
    tab.login();
    tab.fail(Code::Network); // a session of an id that is not known may be there
    tab.fail(Code::Network);
    tab.logout();
    while tab.asks() != Some(Intent::Logout) {
        tab.wait(100);
    }
    tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.asks(), Some(Intent::Logout));
    assert_eq!(tab.times(Intent::Refresh), 0);
}

#[test]
fn the_answer_to_a_logout_is_none_to_one_that_another_tab_makes_of_a_session_without_an_id() {
    for asked in [Intent::Logout, Intent::Check] {
        let mut tab = nameless();
        let call = tab.logout();
        if asked == Intent::Check {
            tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
        }
        tab.hear_of(News::LoggedOut);
        if asked == Intent::Logout {
            tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
        }
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.outcome(call), None);
        tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.outcome(call), Some(Ok(true)));
        assert_eq!(tab.tombstone(), None);
    }
}

#[test]
fn a_session_without_an_id_that_came_after_a_logout_elsewhere_is_left_alone() {
    let mut tab = nameless();
    tab.set_tombstone(Some(Name::NONE));
    tab.hear_of(News::LoggedOut);
    assert!(!tab.is_signed_in());
    tab.set_tombstone(None); // confirmed there, and the user signs in again
    tab.hear_of(News::Ended);
    tab.wait(SECOND);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.times(Intent::Logout), 0);
}

#[test]
fn a_logout_in_the_air_is_not_confirmed_by_a_tombstone_that_another_tab_removes() {
    let mut tab = nameless();
    let call = tab.logout();
    assert_eq!(tab.asks(), Some(Intent::Logout));
    tab.set_tombstone(None);
    tab.hear_of(News::Ended);
    tab.wait(SECOND);
    assert_eq!(tab.outcome(call), None, "the server has yet to answer");
}

#[test]
fn an_answer_removes_no_tombstone_of_a_session_without_an_id() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.set_tombstone(Some(Name::NONE)); // and the news of it is late
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.tombstone(), Some(Name::NONE));
}
