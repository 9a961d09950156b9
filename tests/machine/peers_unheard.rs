//! A session that a tab finds, and that no other tab told of.

use hallpass::machine::{Answer, Input, Intent, News};

use crate::harness::{MINUTE, Tab, ann, bob, facts};

#[test]
fn another_session_than_the_one_told_of_is_told() {
    for (found, told) in [("bob", 0), ("carol", 1)] {
        let mut other = Tab::anonymous();
        other.login();
        other.answers(Intent::Login, Answer::Session(bob()));
        other.answers(Intent::Check, Answer::Session(bob()));
        let mut tab = Tab::signed_in();
        tab.hear(*other.broadcast.last().unwrap());
        tab.answers(Intent::Check, Answer::Session(facts(found, Some(300))));
        assert_eq!(tab.told(News::Renewed), told, "{found}");
    }
    // What may be a session that a late answer brought back after a logout is told to no other tab.
    let mut tab = Tab::anonymous();
    tab.wait(MINUTE);
    tab.push(Input::BecameVisible);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.told(News::Renewed), 0);
}
