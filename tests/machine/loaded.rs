//! A page that loads signed in: back from a sign-in elsewhere, perhaps, so the others hear of it.

use hallpass::machine::{
    Answer, Call, Config, Generation, Input, Intent, Message, News, RequestId, Status,
};

use crate::harness::{MINUTE, Tab, ann, bob, facts, named, status};

/// What a page says that loads, and finds this.
fn says_on_load(answer: Answer) -> Vec<Message> {
    let mut tab = Tab::started();
    tab.answer(answer);
    tab.broadcast
}

/// What a page says that loads, and finds Ann.
fn loaded() -> Message {
    let said = says_on_load(Answer::Session(ann()));
    assert_eq!(said.len(), 1, "{said:?}");
    said[0]
}

#[test]
fn a_page_that_loads_signed_in_tells_the_others_once() {
    let message = loaded();
    assert_eq!(message.news, News::Renewed);
    assert_eq!(message.generation, Generation(0), "nothing was renewed");
    assert_eq!(message.expires_in, Some((5 * MINUTE).into()));
}

#[test]
fn a_page_that_loads_and_finds_nobody_tells_nobody() {
    assert_eq!(says_on_load(Answer::Anonymous), []);
}

/// The shell gives it the answer to a question that was asked before there was an engine, and no other.
#[test]
fn the_first_request_is_who_is_signed_in_or_a_lock() {
    assert_eq!(Tab::started().question().id, RequestId::of(1));
    let mut leaving = Tab::new(Config::default());
    leaving.set_tombstone(named("h"));
    leaving.start();
    assert_eq!(leaving.locks[0].0, RequestId::of(1));
    assert!(leaving.question().id > RequestId::of(1));
}

/// Its user logged out before there was an engine: the page has written the tombstone, and hands on the call.
#[test]
fn a_logout_ahead_of_the_engine_is_sent_once_and_answers_its_call() {
    for handle in ["", "session-of-ann"] {
        let mut tab = Tab::new(Config::default());
        tab.set_tombstone(named(handle));
        tab.grants = false; // a browser takes a moment to grant it
        tab.start();
        let logout = tab.call(Call::Logout { everywhere: true });
        assert_eq!(tab.ends(), [], "of a session that it never knew");
        let (id, _) = tab.locks[0];
        tab.push(Input::LockGranted { id, newest: None });
        assert_eq!(tab.question().handle, None, "whichever is in the cookie");
        tab.answers(
            Intent::LogoutEverywhere,
            Answer::LoggedOut { elsewhere: false },
        );
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.outcome(logout), Some(Ok(true)));
        assert_eq!((tab.asks(), tab.tombstone()), (None, None));
        assert_eq!(tab.history(), [Intent::LogoutEverywhere, Intent::Check]);
    }
}

#[test]
fn a_page_that_loads_and_cannot_find_out_tells_nobody() {
    let mut tab = Tab::started();
    tab.fail(status(500));
    assert_eq!(tab.news(), []);
}

#[test]
fn a_page_that_loads_lapsed_tells_the_others_once_it_is_refreshed() {
    let mut tab = Tab::started();
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.news(), []);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.told(News::Renewed), 1);
}

#[test]
fn a_page_that_asks_again_has_nothing_new_to_tell() {
    let mut tab = Tab::signed_in();
    tab.wait(MINUTE);
    tab.check();
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.news(), []);
}

#[test]
fn a_tab_where_nobody_is_signed_in_asks_and_finds_who_is() {
    let mut peer = Tab::anonymous();
    peer.hear(loaded());
    assert_eq!(
        peer.status(),
        Tab::anonymous().status(),
        "a hint, no authority"
    );
    peer.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(peer.snapshot().subject, named("ann"));
    assert_eq!(peer.history(), [Intent::Check]);
}

/// Else two tabs would go on telling each other.
#[test]
fn a_tab_that_found_out_by_hearsay_tells_nobody() {
    let mut peer = Tab::anonymous();
    peer.hear(loaded());
    peer.answer(Answer::Session(ann()));
    assert_eq!(peer.news(), []);
}

#[test]
fn a_forged_sign_in_signs_nobody_in() {
    let mut peer = Tab::anonymous();
    for _ in 0..10 {
        peer.hear(loaded());
        if peer.asks().is_some() {
            peer.answer(Answer::Anonymous);
        }
    }
    assert!(!peer.is_signed_in());
}

#[test]
fn a_tab_with_the_same_person_has_nothing_to_ask() {
    let mut peer = Tab::signed_in();
    peer.wait(MINUTE);
    peer.hear(loaded());
    assert_eq!((peer.asks(), peer.asked.len()), (None, 0));
    assert_eq!(peer.news(), []);
    assert!(peer.is_signed_in());
}

#[test]
fn a_tab_with_somebody_else_asks_and_finds_who_it_is() {
    let mut peer = Tab::signed_in_as(Config::default(), bob());
    peer.hear(loaded());
    peer.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(peer.snapshot().subject, named("ann"));
}

#[test]
fn a_tab_with_an_older_session_of_the_same_person_asks() {
    let mut old = facts("ann", Some(300));
    old.handle = named("an-older-session-of-ann");
    let mut peer = Tab::signed_in_as(Config::default(), old);
    peer.hear(loaded());
    assert_eq!(peer.asks(), Some(Intent::Check));
}

#[test]
fn a_tab_that_loads_itself_waits_for_its_own_answer_and_asks_again_as_that_may_be_an_older_one() {
    let mut peer = Tab::started();
    peer.hear(loaded());
    assert_eq!(peer.status(), Status::Loading);
    assert_eq!(peer.history(), [Intent::Check]);
    peer.answer(Answer::Anonymous);
    peer.answers(Intent::Check, Answer::Session(ann()));
    assert!(peer.is_signed_in());
    assert_eq!(peer.asks(), None);
}

#[test]
fn a_tab_that_loads_while_a_session_ends_asks_again() {
    let mut peer = Tab::started();
    peer.hear_of(News::Ended);
    peer.answer(Answer::Session(ann()));
    peer.answers(Intent::Check, Answer::Anonymous);
    assert!(!peer.is_signed_in());
}

#[test]
fn who_signs_in_by_a_form_of_the_applications_own_is_made_known_by_the_check_it_calls_for() {
    for was_signed_in in [false, true] {
        let mut tab = if was_signed_in {
            Tab::signed_in()
        } else {
            Tab::anonymous()
        };
        tab.check();
        tab.answer(Answer::Session(bob()));
        assert_eq!(tab.told(News::Renewed), 1);
        tab.check();
        tab.answer(Answer::Session(bob()));
        assert_eq!(tab.told(News::Renewed), 1, "once is enough");
    }
}

#[test]
fn a_tab_that_is_leaving_is_not_called_back() {
    let mut peer = Tab::signed_in();
    peer.logout();
    let asked = peer.asked.len();
    peer.hear(loaded());
    assert!(!peer.is_signed_in());
    assert_eq!(peer.asked.len(), asked);
}
