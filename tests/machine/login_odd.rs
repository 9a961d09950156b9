//! A sign-in whose own answer does not tell how it went: the session endpoint is asked, once, before
//! the caller hears of it (P29).

use hallpass::machine::{Answer, Code, Config, Effect, Error, Intent};

use crate::harness::{SECOND, Tab, absolute_ann, ann, bob, busy, html, losses, status};

/// Answers that neither grant nor refuse: odd ones, and failures after which it may have worked.
fn untold() -> Vec<Result<Answer, Error>> {
    let odd = [
        Answer::Anonymous,
        Answer::Expired,
        Answer::Mismatch,
        Answer::LoggedOut { elsewhere: false },
    ];
    let failed = losses().chain([status(409)]);
    odd.into_iter().map(Ok).chain(failed.map(Err)).collect()
}

fn tell(tab: &mut Tab, outcome: Result<Answer, Error>) {
    match outcome {
        Ok(answer) => tab.answers(Intent::Login, answer),
        Err(error) => tab.fail(error),
    }
}

#[test]
fn a_session_that_is_there_afterwards_is_a_sign_in() {
    for outcome in untold() {
        let mut tab = Tab::anonymous();
        let login = tab.login();
        tell(&mut tab, outcome);
        assert_eq!(tab.outcome(login), None, "{outcome:?}");
        tab.answers(Intent::Check, Answer::Session(ann()));
        assert_eq!(tab.outcome(login), Some(Ok(false)), "{outcome:?}");
        assert_eq!(tab.error(), None, "{outcome:?}");
    }
}

#[test]
fn without_one_the_caller_learns_what_was_odd_and_cookies_are_not_blamed() {
    for outcome in untold() {
        let mut tab = Tab::anonymous();
        let login = tab.login();
        tell(&mut tab, outcome);
        tab.answers(Intent::Check, Answer::Anonymous);
        let expected = outcome.map_or_else(Error::code, |_| Code::UnexpectedResponse);
        assert_eq!(tab.outcome(login), Some(Err(expected)), "{outcome:?}");
        assert_eq!((tab.asks(), tab.error()), (None, None), "{outcome:?}");
        assert_eq!(tab.released.len(), 1);
    }
}

#[test]
fn the_session_that_was_there_before_proves_nothing() {
    for outcome in untold() {
        let mut tab = Tab::signed_in();
        let login = tab.login();
        tell(&mut tab, outcome);
        tab.answers(Intent::Check, Answer::Session(ann()));
        assert!(tab.outcome(login).unwrap().is_err(), "{outcome:?}");
        assert!(tab.is_signed_in());
    }
}

#[test]
fn nor_does_one_whose_logout_is_unconfirmed() {
    for outcome in untold() {
        let mut tab = Tab::signed_in();
        tab.logout();
        tab.fail(Code::Network);
        let login = tab.login();
        tab.fail(Code::Network);
        tell(&mut tab, outcome);
        tab.answers(Intent::Check, Answer::Session(ann()));
        assert!(tab.outcome(login).unwrap().is_err(), "{outcome:?}");
        assert!(!tab.is_signed_in());
        assert_eq!(tab.asks(), Some(Intent::Logout), "and it is left again");
    }
}

#[test]
fn the_caller_hears_of_the_answer_to_the_sign_in_and_not_of_the_later_one() {
    let odd = html();
    for found in [Ok(Answer::Anonymous), Err(Error::from(Code::Network))] {
        for (answer, recalled) in [(Err(odd), true), (Ok(Answer::Session(ann())), false)] {
            let mut tab = Tab::anonymous();
            let login = tab.login();
            tell(&mut tab, answer);
            match found {
                Ok(found) => tab.answers(Intent::Check, found),
                Err(error) => tab.fail(error),
            }
            let told = |effect: &Effect| matches!(effect, Effect::Fail(id, _) if *id == login);
            let at = tab.effects.iter().position(told).expect("it failed");
            let before = tab.effects[..at].contains(&Effect::RecallLogin);
            assert_eq!(before, recalled, "{answer:?}, then {found:?}");
        }
    }
}

#[test]
fn a_session_of_another_user_is_a_sign_in_over_the_one_that_was_there() {
    let mut tab = Tab::signed_in();
    let login = tab.login();
    tab.fail(html());
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.outcome(login), Some(Ok(false)));
}

#[test]
fn the_credentials_are_posted_once_whatever_follows() {
    for outcome in untold() {
        for verified in untold() {
            let mut tab = Tab::anonymous();
            let login = tab.login();
            tell(&mut tab, outcome);
            match verified {
                Ok(answer) => tab.answers(Intent::Check, answer),
                Err(error) => tab.fail(error),
            }
            assert!(tab.outcome(login).is_some());
            tab.wait(120 * SECOND);
            let posted = tab
                .history()
                .into_iter()
                .filter(|intent| *intent == Intent::Login);
            assert_eq!(posted.count(), 1, "{outcome:?}, then {verified:?}");
        }
    }
}

#[test]
fn a_refusal_is_the_servers_last_word_and_asks_nothing() {
    for code in [400, 403, 404, 422, 423] {
        let mut tab = Tab::anonymous();
        let login = tab.login();
        tab.fail(status(code));
        assert_eq!(tab.outcome(login), Some(Err(Code::Server)), "{code}");
        assert_eq!((tab.asks(), tab.error()), (None, None), "{code}");
    }
    let mut tab = Tab::anonymous();
    let login = tab.login();
    tab.fail(busy(1));
    assert_eq!(tab.outcome(login), Some(Err(Code::RateLimited)));
    assert_eq!(tab.asks(), None);
}

#[test]
fn what_the_server_says_of_the_session_that_was_there_counts_all_the_same() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(100));
    tab.wait(SECOND);
    let login = tab.login();
    tab.fail(html());
    tab.answers(Intent::Check, Answer::Session(absolute_ann(50)));
    assert!(tab.outcome(login).unwrap().is_err());
    tab.wait(52 * SECOND);
    assert!(
        !tab.is_signed_in(),
        "the limit is the one that was said last"
    );
}
