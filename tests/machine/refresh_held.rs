//! A refresh that would have to be made, while the server is to be left alone (P9).

use hallpass::machine::{Answer, Code, Generation, Input, Intent, Message, News};

use crate::harness::{MINUTE, SECOND, Tab, always, ann, facts, status};

#[test]
fn a_refresh_in_doubt_is_not_made_good_while_the_server_is_to_be_left_alone() {
    let mut tab = Tab::refreshed();
    tab.wait(2 * MINUTE);
    tab.refresh();
    for _ in 0..2 {
        tab.fail(status(502));
        tab.answers(Intent::Check, Answer::Session(facts("ann", Some(180))));
    }
    tab.newest = Some(Generation(u32::MAX));
    tab.grants = false;
    let n = tab.locks.len();
    while tab.locks.len() == n {
        tab.wait(SECOND);
    }
    let mut news = Message::new(News::Backoff, Generation::default());
    news.wait = 60 * SECOND;
    tab.hear(news);
    let id = tab.locks.last().unwrap().0;
    tab.push(Input::LockGranted {
        id,
        newest: Some(Generation(u32::MAX)),
    });
    tab.answers(Intent::Check, Answer::Session(facts("ann", Some(175))));
    assert_eq!(tab.asks(), None, "asked to be left alone");
}

#[test]
fn a_refresh_that_waits_for_the_end_of_the_minute_is_not_made_while_another_is_in_doubt() {
    let mut tab = Tab::signed_in_with(always());
    let first = tab.now.monotonic.0;
    tab.refresh();
    tab.wait(5 * SECOND); // a slow answer: the second counts until after the first
    for _ in 0..3 {
        tab.wait(SECOND);
        assert_eq!(tab.asks(), Some(Intent::Refresh));
        tab.fail(status(502));
        tab.answers(Intent::Check, Answer::Session(ann()));
    }
    tab.check();
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.error(), Some(Code::RefreshInconsistent));
    tab.wait(first + MINUTE - tab.now.monotonic.0);
    tab.refresh();
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    tab.freeze(35 * SECOND);
    tab.push(Input::LockLost(tab.locks.last().unwrap().0));
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn a_refresh_that_is_to_be_tried_again_is_not_made_while_another_is_in_doubt() {
    let mut tab = Tab::signed_in_with(always());
    tab.refresh();
    tab.answer(Answer::CsrfRejected);
    tab.refresh(); // called for before it is tried again
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    tab.freeze(10 * SECOND);
    tab.push(Input::LockLost(tab.locks.last().unwrap().0));
    assert_eq!(tab.asks(), Some(Intent::Check));
}
