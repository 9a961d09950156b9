//! "I am still here": an activity that waits for its answer (P19).

use hallpass::machine::{Answer, Call, Code, Config, Intent, News};

use crate::harness::{MINUTE, Tab, idle_ann, status};
use crate::idle::{warnings, watched};

#[test]
fn extend_tells_the_server_at_once() {
    let mut tab = watched();
    tab.wait(19 * MINUTE + 1);
    let call = tab.call(Call::Extend);
    tab.answers(Intent::Touch, Answer::Session(idle_ann(1200)));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(
        tab.snapshot().idle_expires_at,
        Some(tab.now.wall + 1_200_000)
    );
    assert_eq!(tab.news(), [News::Renewed]);
}

#[test]
fn extend_in_one_tab_clears_the_warning_in_the_others() {
    let (mut one, mut other) = (watched(), watched());
    for tab in [&mut one, &mut other] {
        tab.wait(19 * MINUTE);
        assert_eq!(warnings(tab), 1);
    }
    one.call(Call::Extend);
    one.answer(Answer::Session(idle_ann(1200)));
    other.hear(*one.broadcast.last().unwrap());
    other.wait(18 * MINUTE);
    assert_eq!(warnings(&other), 1);
    assert_eq!(other.asked.len(), 0);
    other.wait(MINUTE);
    assert_eq!(warnings(&other), 2);
}

#[test]
fn extend_that_fails_says_so() {
    for (answer, code) in [
        (Ok(Answer::Mismatch), Code::IdentityChanged),
        (Ok(Answer::CsrfRejected), Code::CsrfRejected),
        (
            Ok(Answer::LoggedOut { elsewhere: false }),
            Code::UnexpectedResponse,
        ),
        (Ok(Answer::Anonymous), Code::SessionEnded),
        (Err(Code::Timeout), Code::Timeout),
    ] {
        let mut tab = watched();
        let call = tab.call(Call::Extend);
        match answer {
            Ok(answer) => tab.answer(answer),
            Err(failure) => tab.fail(failure),
        }
        assert_eq!(tab.outcome(call), Some(Err(code)));
    }
}

#[test]
fn extend_of_a_lapsed_session_refreshes_and_tries_again() {
    let mut tab = watched();
    let call = tab.call(Call::Extend);
    tab.answer(Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Session(idle_ann(1100)));
    tab.answers(Intent::Touch, Answer::Session(idle_ann(1200)));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn extend_of_a_lapsed_session_that_cannot_be_refreshed_fails_once() {
    let mut tab = watched();
    let call = tab.call(Call::Extend);
    tab.answer(Answer::Expired);
    tab.fail(status(500));
    tab.fail(status(500));
    assert_eq!(tab.outcome(call), Some(Err(Code::Server)));
    assert_eq!(tab.asks(), None);
}

#[test]
fn extend_without_a_way_to_tell_the_server_is_done_at_once() {
    let mut tab = Tab::signed_in_with(Config {
        touchable: false,
        ..Config::default()
    });
    let call = tab.call(Call::Extend);
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.asked.len(), 0);
}
