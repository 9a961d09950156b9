//! The generation that another tab names: who believes what of it (P15).

use hallpass::machine::{Answer, Code, Generation, Input, Intent, Message, News};

use crate::harness::{FIRST, SECOND, Tab, ann, renewed};

/// A tab that waits for the lock, to refresh.
fn waiting() -> Tab {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    tab
}

/// What the tab asks once the lock is its own.
fn asks_under_the_lock(mut tab: Tab) -> Option<Intent> {
    let (id, _) = tab.locks[0];
    tab.push(Input::LockGranted { id, newest: None });
    tab.asks()
}

#[test]
fn a_refresh_elsewhere_is_believed_and_one_that_is_made_up_keeps_nothing_from_being_believed() {
    let mut tab = waiting();
    tab.hear(renewed(1));
    assert_eq!(asks_under_the_lock(tab), Some(Intent::Check));
    let mut tab = waiting();
    tab.hear(Message {
        generation: Generation(u32::MAX),
        ..renewed(1)
    });
    assert_eq!(asks_under_the_lock(tab), Some(Intent::Refresh));
}

#[test]
fn only_a_refresh_is_believed_to_be_one() {
    let Message { generation, .. } = renewed(1);
    for news in [News::Ended, News::Active, News::Ping, News::Backoff] {
        let mut tab = waiting();
        tab.hear(Message::new(news, generation));
        assert_eq!(asks_under_the_lock(tab), Some(Intent::Refresh), "{news:?}");
    }
}

#[test]
fn a_refresh_in_doubt_is_not_made_good_by_word_of_an_older_one() {
    let mut tab = Tab::signed_in();
    tab.hear(renewed(1));
    tab.refresh();
    tab.fail(Code::Network);
    tab.fail(Code::Network);
    assert!(tab.error().is_some());
    tab.hear(renewed(1)); // the same once more
    assert!(tab.error().is_some());
    assert_eq!(tab.asks(), None);
    tab.hear(renewed(2));
    tab.answers(Intent::Check, Answer::Session(ann()));
}

#[test]
fn a_refresh_elsewhere_that_was_counted_as_our_last_one_is_one_all_the_same() {
    let mut tab = Tab::refreshed();
    tab.wait(200 * SECOND);
    let news = Message {
        generation: FIRST,
        ..renewed(1)
    };
    tab.grants = false;
    tab.refresh();
    tab.hear(news);
    assert_eq!(asks_under_the_lock(tab), Some(Intent::Check));
}
