//! The end of a session in another tab: asked about once, and only where it is news (P15, P24).

use hallpass::machine::{Answer, Config, Intent, News, Reason};

use crate::harness::{MINUTE, SECOND, Tab, absolute_ann, ann, named};

#[test]
fn the_end_of_a_session_elsewhere_is_asked_about() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::Ended);
    assert!(tab.is_signed_in());
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
}

#[test]
fn the_end_of_a_session_is_no_news_where_it_has_ended() {
    let mut tab = Tab::anonymous();
    for _ in 0..5 {
        tab.hear_of(News::Ended);
    }
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn an_end_that_is_heard_of_while_the_server_says_so_is_not_asked_about_again() {
    let mut tab = Tab::signed_in();
    tab.check();
    tab.hear_of(News::Ended);
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.asks(), None);
    let mut tab = Tab::signed_in();
    tab.check();
    tab.hear_of(News::Ended);
    tab.answer(Answer::Session(ann())); // said before it ended, perhaps
    assert_eq!(tab.asks(), Some(Intent::Check));
    let mut tab = Tab::signed_in();
    tab.check();
    tab.hear_of(News::Ended);
    tab.hear_of(News::SignedIn);
    tab.answer(Answer::Anonymous); // said before somebody signed in, perhaps
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn an_end_by_the_absolute_limit_is_not_asked_about_where_that_limit_is_reached_in_a_moment() {
    let mut peer = Tab::signed_in_as(Config::default(), absolute_ann(60));
    peer.wait(MINUTE);
    let end = *peer.broadcast.last().expect("it tells");
    assert_eq!(end.news, News::Ended);
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(61)); // as rounded elsewhere
    tab.wait(MINUTE);
    tab.hear(end);
    assert_eq!(tab.asks(), None);
    assert!(
        tab.is_signed_in(),
        "by its own limit it ends, not by a message"
    );
    tab.wait(SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
    assert_eq!(tab.asked.len(), 0);
}

#[test]
fn an_end_by_the_absolute_limit_is_asked_about_where_that_limit_is_far_or_unknown() {
    let mut peer = Tab::signed_in_as(Config::default(), absolute_ann(60));
    peer.wait(MINUTE);
    let end = *peer.broadcast.last().expect("it tells");
    for facts in [ann(), absolute_ann(900)] {
        let mut tab = Tab::signed_in_as(Config::default(), facts);
        tab.wait(MINUTE);
        tab.hear(end);
        assert_eq!(tab.asks(), Some(Intent::Check));
    }
}

#[test]
fn an_end_of_another_kind_is_asked_about_however_near_the_absolute_limit_is() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(61));
    tab.wait(MINUTE);
    tab.hear_of(News::Ended);
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn a_forged_end_ends_nothing() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::Ended);
    tab.answer(Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.events, []);
}

/// A server that sees a refresh token twice may end the session, and only who presented it last learns that.
#[test]
fn a_refresh_in_vain_is_told_though_nobody_was_signed_in_here() {
    let mut tab = Tab::anonymous();
    tab.check();
    tab.answer(Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Anonymous);
    assert_eq!(tab.told(News::Ended), 1);
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answers(Intent::Refresh, Answer::Anonymous);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.told(News::Ended), 1, "once");
}

#[test]
fn an_end_elsewhere_is_asked_about_where_the_answer_under_way_may_be_older() {
    for refreshes in [false, true] {
        let mut tab = Tab::anonymous();
        tab.check();
        if refreshes {
            tab.answers(Intent::Check, Answer::Expired);
        }
        tab.hear_of(News::Ended);
        tab.answer(Answer::Session(ann()));
        tab.answers(Intent::Check, Answer::Anonymous);
        assert!(!tab.is_signed_in(), "{refreshes}");
    }
}

#[test]
fn an_end_elsewhere_is_not_asked_about_for_an_answer_that_a_logout_has_fenced() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.set_tombstone(named("session-of-ann"));
    tab.hear_of(News::LoggedOut);
    assert!(!tab.is_signed_in());
    tab.set_tombstone(None);
    tab.hear_of(News::Ended);
    tab.wait(SECOND);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.asks(), None);
}

#[test]
fn an_end_elsewhere_is_not_asked_about_while_the_server_is_to_be_left_alone() {
    use crate::harness::busy;
    for signed_in in [false, true] {
        let mut tab = if signed_in {
            Tab::signed_in()
        } else {
            Tab::anonymous()
        };
        tab.check();
        tab.hear_of(News::Ended);
        tab.fail(busy(60));
        assert_eq!(tab.asks(), None, "{signed_in}");
    }
}
