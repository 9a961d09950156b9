//! Requests and whose they are: nothing is done in the name of somebody else (P12, P17).

use hallpass::machine::{Answer, Code, Config, Event, Intent, Reason, Verdict};

use crate::harness::{Tab, ann, bob, named};

#[test]
fn a_request_refused_for_another_session_is_not_sent_in_somebody_elses_name() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::Mismatch);
    assert_eq!(tab.sent(request), 1);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
}

#[test]
fn a_request_refused_for_another_session_of_the_same_person_is_replayed_under_it() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.respond(request, Verdict::Mismatch);
    let mut again = ann();
    again.handle = named("another-of-ann");
    tab.answer(Answer::Session(again));
    assert_eq!(tab.sent_under(request), named("another-of-ann"));
    tab.respond(request, Verdict::Mismatch);
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
}

#[test]
fn without_a_subject_the_handle_tells_people_apart() {
    let nameless = |handle: &str| hallpass::machine::Facts {
        subject: None,
        handle: Some(handle.into()),
        ..ann()
    };
    let mut tab = Tab::signed_in_as(Config::default(), nameless("one"));
    let request = tab.request();
    tab.respond(request, Verdict::Mismatch);
    tab.answer(Answer::Session(nameless("two")));
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
}

#[test]
fn a_mismatch_while_nobody_is_signed_in_ends_in_a_replay() {
    let mut tab = Tab::anonymous();
    let request = tab.request();
    tab.respond(request, Verdict::Mismatch);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.sent(request), 2);
}

#[test]
fn a_change_of_identity_fails_every_request_and_starts_over() {
    let mut tab = Tab::signed_in();
    let (flying, call) = (tab.request(), tab.refresh());
    let queued = tab.request();
    tab.answer(Answer::Session(bob()));
    for request in [flying, queued] {
        assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
    }
    assert_eq!(tab.outcome(call), Some(Err(Code::IdentityChanged)));
    let changed = Event::IdentityChanged {
        from: Some("ann".into()),
        to: Some("bob".into()),
    };
    assert_eq!(tab.saw(&changed), 1);
    assert_eq!(tab.snapshot().subject, named("bob"));
}

#[test]
fn the_end_of_a_session_fails_every_request() {
    let mut tab = Tab::signed_in();
    let flying = tab.request();
    tab.refresh();
    let queued = tab.request();
    tab.answer(Answer::Anonymous);
    tab.answer(Answer::Anonymous);
    for request in [flying, queued] {
        assert_eq!(tab.rejected(request), Some(Code::SessionEnded));
    }
    assert_eq!(tab.sent(queued), 0);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
}
