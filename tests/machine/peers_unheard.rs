//! A session that a tab finds, and that no other tab told of.

use hallpass::machine::{Answer, Config, Facts, Input, Intent, Message, News};

use crate::harness::{MINUTE, Tab, ann, bob, facts, named};

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

#[test]
fn tabs_do_not_make_each_other_ask_for_ever_where_each_answer_names_another_session() {
    for guest in [true, false] {
        let mut n = 0;
        let mut next = || {
            n += 1;
            if guest {
                facts(&format!("guest-{n}"), Some(300))
            } else {
                Facts {
                    handle: named(&format!("id-{n}")),
                    ..ann()
                }
            }
        };
        let mut tabs = [
            Tab::signed_in_as(Config::default(), next()),
            Tab::signed_in_as(Config::default(), next()),
        ];
        tabs[0].wait(MINUTE);
        tabs[1].wait(MINUTE);
        tabs[0].push(Input::BecameVisible);
        let mut asked = 0;
        for _ in 0..100 {
            for i in 0..2 {
                if tabs[i].asks().is_some() {
                    asked += 1;
                    tabs[i].wait(20);
                    tabs[1 - i].wait(20);
                    tabs[i].answer(Answer::Session(next()));
                }
                let said: Vec<Message> = std::mem::take(&mut tabs[i].broadcast);
                for message in said {
                    tabs[1 - i].hear(message);
                }
            }
        }
        assert!(asked <= 10, "{guest}: {asked} checks in a row");
    }
}
