//! A refresh that would have to be made, while the server is to be left alone (P9).

use hallpass::machine::{Answer, Generation, Input, Intent, Message, News};

use crate::harness::{MINUTE, SECOND, Tab, facts, status};

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
