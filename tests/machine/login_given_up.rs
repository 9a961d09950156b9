//! A sign-in that the application gives up (`LoginOptions.signal`): what was not posted never is, and of
//! what was the session endpoint says what came of it. Its call is settled by the page (P29).

use hallpass::machine::{Answer, Call, CallId, Code, Config, Effect, Input, Intent, News};

use crate::harness::{LOGOUT, SECOND, Tab, ann, bob, named};

impl Tab {
    /// The application gives a call up; the machine says no more of it.
    fn give_up(&mut self, id: CallId) {
        self.push(Input::GivenUp(id));
        assert_eq!(self.outcome(id), None, "the page has settled it");
    }
}

#[test]
fn credentials_that_wait_for_the_lock_are_not_posted() {
    let mut tab = Tab::anonymous();
    tab.grants = false;
    let login = tab.login();
    tab.give_up(login);
    let id = tab.locks[0].0;
    assert_eq!(tab.released, [id]);
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(tab.history(), []);
}

#[test]
fn credentials_that_wait_for_the_first_answer_are_not_posted() {
    let mut tab = Tab::started();
    let login = tab.login();
    tab.give_up(login);
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.history(), [Intent::Check]);
}

#[test]
fn of_credentials_that_were_posted_the_session_endpoint_says_what_came() {
    for posted in [false, true] {
        for answer in [Answer::Session(ann()), Answer::Anonymous] {
            let mut tab = Tab::anonymous();
            let login = tab.login();
            if posted {
                tab.answers(Intent::Login, Answer::Session(ann()));
            }
            let request = tab.question().id;
            tab.give_up(login);
            assert_eq!(tab.aborted, [request]);
            tab.answers(Intent::Check, answer);
            assert_eq!(tab.is_signed_in(), answer != Answer::Anonymous);
            assert_eq!(tab.times(Intent::Login), 1);
            assert_eq!((tab.asks(), tab.error()), (None, None));
        }
    }
}

#[test]
fn the_session_that_was_there_stays() {
    let mut tab = Tab::signed_in();
    let login = tab.login();
    tab.give_up(login);
    assert!(tab.is_signed_in());
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_logout_afterwards_ends_whoever_is_there() {
    let mut tab = Tab::signed_in();
    let login = tab.login();
    tab.give_up(login);
    tab.logout();
    tab.air.clear(); // of the check that was aborted
    tab.wait(SECOND);
    assert_eq!(tab.asked.last().unwrap().intent, LOGOUT);
    assert_eq!(tab.asked.last().unwrap().handle, None);
}

#[test]
fn the_next_one_is_posted_and_no_answer_of_the_first_is_taken_for_its_own() {
    let mut tab = Tab::anonymous();
    let first = tab.login();
    let late = tab.question();
    tab.give_up(first);
    let second = tab.login();
    tab.answers(Intent::Check, Answer::Anonymous);
    tab.push(Input::Answered(late.id, Ok(Answer::Session(ann()))));
    assert_eq!(tab.outcome(second), None);
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.outcome(second), Some(Ok(false)));
    assert_eq!(tab.times(Intent::Login), 2);
}

#[test]
fn a_logout_that_came_first_has_the_time_that_it_gives_a_sign_in_to_settle() {
    let mut tab = Tab::anonymous();
    tab.login();
    tab.logout();
    let second = tab.login();
    tab.give_up(second);
    assert_eq!(tab.asks(), Some(Intent::Login), "of the first, still");
    tab.answer(Answer::Session(ann()));
    tab.answers(LOGOUT, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.asks(), None);
}

#[test]
fn the_unconfirmed_logout_has_its_turn_again() {
    let mut tab = Tab::signed_in();
    tab.logout();
    tab.fail(Code::Network);
    let login = tab.login();
    tab.fail(Code::Network); // the logout goes first
    tab.give_up(login);
    assert_eq!(tab.asks(), Some(LOGOUT));
    assert_eq!(tab.tombstone(), named("session-of-ann"));
}

#[test]
fn a_navigation_that_waits_for_a_renewal_is_not_made_and_the_renewal_has_its_time() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    let login = tab.call(Call::LoginByNavigation);
    tab.give_up(login);
    tab.wait(5 * SECOND);
    assert_eq!(tab.aborted, []);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.did(&Effect::NavigateToLogin), 0);
}

#[test]
fn what_is_settled_already_is_not_heard() {
    let mut tab = Tab::signed_in_with(Config::default());
    let login = tab.login();
    tab.answer(Answer::Session(bob()));
    tab.answer(Answer::Session(bob()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
    tab.push(Input::GivenUp(login));
    assert_eq!((tab.asks(), tab.is_signed_in()), (None, true));
}

#[test]
fn a_sign_in_that_worked_though_it_was_given_up_is_told_to_the_other_tabs() {
    let mut tab = Tab::signed_in();
    let call = tab.login();
    tab.answers(Intent::Login, Answer::Session(bob()));
    tab.push(Input::GivenUp(call));
    assert_eq!(tab.told(News::Renewed), 0);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.told(News::Renewed), 1);
}
