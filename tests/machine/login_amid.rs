//! A sign-in amid other things: while the user is signed in, during a step-up, in a page that is left and
//! comes back (P12, P29).

use hallpass::machine::{Answer, Code, Config, Event, Facts, Input, Intent, News, Reason, Verdict};

use crate::harness::{LOGOUT, Tab, ann, bob, named, status};

/// Ann in a session of her own, as a server gives one for each sign-in.
fn ann_again() -> Facts {
    Facts {
        handle: named("another-of-ann"),
        ..ann()
    }
}

#[test]
fn the_same_user_may_sign_in_once_more_and_nothing_of_theirs_is_lost() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    let login = tab.login();
    tab.answers(Intent::Login, Answer::Session(ann_again()));
    tab.answers(Intent::Check, Answer::Session(ann_again()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    tab.respond(request, Verdict::Passed);
    assert!(tab.delivered(request));
    assert_eq!(tab.saw(&Event::Authenticated), 0, "they were, all the time");
    let after = tab.request();
    assert_eq!(tab.sent_under(after), named("another-of-ann"));
}

#[test]
fn a_sign_in_that_fails_takes_nobody_out() {
    let incomplete = Code::LoginIncomplete.into();
    for refusal in [Ok(Answer::Refused), Err(incomplete)] {
        let mut tab = Tab::signed_in();
        let login = tab.login();
        let id = tab.question().id;
        tab.air.clear();
        tab.push(Input::Answered(id, refusal));
        assert!(tab.outcome(login).unwrap().is_err());
        assert!(tab.is_signed_in());
        assert_eq!((tab.asks(), tab.error()), (None, None));
        assert_eq!(tab.ends(), []);
    }
}

#[test]
fn a_sign_in_during_a_step_up_is_that_step_up() {
    let mut tab = Tab::signed_in();
    let refused = tab.request();
    tab.respond(refused, Verdict::StepUp);
    assert!(tab.delivered(refused), "the application asks for more");
    let wrong = tab.login();
    tab.answers(Intent::Login, Answer::Refused);
    assert_eq!(tab.outcome(wrong), Some(Err(Code::InvalidCredentials)));
    let login = tab.login();
    tab.answers(Intent::Login, Answer::Session(ann_again()));
    tab.answers(Intent::Check, Answer::Session(ann_again()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    let again = tab.request();
    tab.respond(again, Verdict::Passed);
    assert!(tab.delivered(again));
    assert!(
        !tab.events
            .iter()
            .any(|event| matches!(event, Event::IdentityChanged { .. }))
    );
}

#[test]
fn during_a_step_up_nothing_is_done_in_the_name_of_somebody_else() {
    let mut tab = Tab::signed_in();
    let refused = tab.request();
    tab.respond(refused, Verdict::StepUp);
    let waiting = tab.request();
    tab.login();
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.rejected(waiting), Some(Code::IdentityChanged));
}

#[test]
fn a_page_that_was_left_and_comes_back_asks_what_came_of_its_sign_in() {
    for answered in [false, true] {
        for (found, outcome) in [
            (Answer::Session(bob()), Ok(false)),
            (Answer::Anonymous, Err(Code::Network)),
        ] {
            let mut tab = Tab::anonymous();
            let login = tab.login();
            if answered {
                tab.answers(Intent::Login, Answer::Session(bob()));
            }
            tab.push(Input::Restored);
            tab.air.retain(|asked| asked.intent == Intent::Check);
            assert_eq!(tab.outcome(login), None);
            tab.answers(Intent::Check, found);
            assert_eq!(tab.outcome(login), Some(outcome));
            assert_eq!(tab.times(Intent::Login), 1);
            assert_eq!(tab.is_signed_in(), outcome.is_ok());
            assert_eq!(tab.error(), None);
        }
    }
}

#[test]
fn a_sign_in_that_a_logout_has_failed_holds_up_no_page_that_comes_back() {
    for answered in [false, true] {
        let mut tab = Tab::signed_in();
        let login = tab.login();
        if answered {
            tab.answers(Intent::Login, Answer::Session(ann_again()));
        }
        tab.set_tombstone(named("session-of-ann"));
        tab.hear_of(News::LoggedOut);
        assert_eq!(tab.outcome(login), Some(Err(Code::SessionEnded)));
        // The browser drops what was in the air with the page.
        tab.air.clear();
        tab.push(Input::Restored);
        let check = tab.check();
        tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
        tab.answers(Intent::Check, Answer::Anonymous);
        tab.answers(Intent::Check, Answer::Anonymous);
        assert_eq!(tab.outcome(check), Some(Ok(false)));
    }
}

#[test]
fn a_signed_in_page_that_comes_back_amid_a_sign_in_shows_nobody_until_the_server_says_who() {
    let mut tab = Tab::signed_in();
    let login = tab.login();
    tab.push(Input::Restored);
    assert!(!tab.is_signed_in());
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(login), Some(Err(Code::Network)));
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
}

#[test]
fn a_sign_in_that_waited_for_the_lock_when_the_page_was_left_goes_on() {
    let mut tab = Tab::anonymous();
    tab.grants = false;
    let login = tab.login();
    tab.grants = true;
    tab.push(Input::Restored);
    tab.answers(Intent::Login, Answer::Session(ann()));
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
}

#[test]
fn a_sign_in_that_was_accepted_and_not_verified_is_not_ended_by_the_nameless_logout_before_it() {
    let nameless = Facts {
        handle: None,
        ..ann()
    };
    for failure in [status(502), status(403)] {
        let mut tab = Tab::signed_in_as(Config::default(), nameless);
        tab.logout();
        tab.fail(status(502));
        let login = tab.login();
        assert_eq!(tab.asks(), Some(LOGOUT));
        tab.fail(status(502));
        tab.answers(Intent::Login, Answer::Session(nameless));
        tab.fail(failure);
        assert_eq!(tab.outcome(login), Some(Err(failure.code())));
        tab.answers(Intent::Check, Answer::Session(nameless));
        assert!(tab.is_signed_in());
    }
}

#[test]
fn a_logout_elsewhere_takes_a_sign_in_with_it_that_came_after_a_logout_here() {
    let nameless = Facts {
        handle: None,
        ..ann()
    };
    let mut tab = Tab::signed_in_as(Config::default(), nameless);
    tab.logout();
    tab.fail(status(502));
    let login = tab.login();
    tab.fail(status(502));
    tab.answers(Intent::Login, Answer::Session(nameless));
    // The other tab has seen that session, and left it.
    tab.hear_of(News::LoggedOut);
    assert_eq!(tab.outcome(login), Some(Err(Code::SessionEnded)));
    tab.answers(Intent::Check, Answer::Session(nameless));
    assert!(!tab.is_signed_in());
    assert_eq!(tab.tombstone(), named(""), "it is the other one's, too");
}
