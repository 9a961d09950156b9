//! One refresh costs one request over all tabs, also where its claims are new (P24).

use hallpass::machine::{Answer, Config, Facts, Input, Intent, Message, News, RefreshWhen};

use crate::harness::{MINUTE, SECOND, Tab, always, ann, named, renewed};

/// What another tab says that refreshed, and learned something new of Ann.
fn news() -> Message {
    Message {
        claims: 2,
        ..renewed(1)
    }
}

fn hidden(config: Config) -> Tab {
    let mut tab = Tab::signed_in_with(config);
    tab.push(Input::BecameHidden);
    tab.wait(MINUTE);
    tab.forget();
    tab
}

#[test]
fn a_hidden_page_asks_for_new_claims_when_it_is_looked_at() {
    let mut tab = hidden(Config::default());
    for _ in 0..3 {
        tab.hear(news());
        tab.wait(5 * SECOND);
    }
    assert_eq!(tab.history(), []);
    tab.push(Input::BecameVisible);
    tab.answers(Intent::Check, Answer::Session(Facts { claims: 2, ..ann() }));
}

#[test]
fn a_hidden_page_asks_for_new_claims_that_came_just_after_it_asked() {
    let mut tab = hidden(Config::default());
    tab.check();
    tab.answer(Answer::Session(ann()));
    tab.forget();
    tab.hear(news());
    tab.push(Input::BecameVisible);
    assert_eq!(tab.history(), [Intent::Check]);
}

#[test]
fn a_page_that_is_looked_at_asks_for_new_claims() {
    let mut tab = Tab::signed_in();
    tab.hear(news());
    assert_eq!(tab.history(), [Intent::Check]);
    let mut tab = hidden(always());
    tab.hear(news());
    assert_eq!(tab.history(), [Intent::Check], "it is told to keep up");
}

#[test]
fn a_hidden_page_lives_on_with_what_another_tab_has_renewed() {
    let mut tab = hidden(Config::default());
    tab.wait(3 * MINUTE);
    tab.hear(news());
    tab.wait(2 * MINUTE);
    let request = tab.request();
    assert_eq!(tab.sent(request), 1, "nothing has lapsed");
    assert_eq!(tab.history(), []);
}

#[test]
fn a_hidden_page_asks_at_once_who_is_there_where_nothing_tells_one_user_from_another() {
    let nameless = Facts {
        subject: None,
        handle: None,
        ..ann()
    };
    let mut tab = Tab::signed_in_as(Config::default(), nameless);
    tab.push(Input::BecameHidden);
    tab.hear(Message {
        identity: 0,
        ..news()
    });
    assert_eq!(tab.history(), [Intent::Check]);
    assert_eq!(Config::default().when, RefreshWhen::Visible);
}

#[test]
fn a_check_that_was_called_for_tells_the_others_what_is_new_of_the_same_user() {
    let other = |facts: Facts| {
        [
            (Facts { claims: 2, ..facts }, 1),
            (
                Facts {
                    handle: named("another-of-ann"),
                    ..facts
                },
                1,
            ),
            (facts, 0),
        ]
    };
    for (facts, told) in other(ann()) {
        let mut tab = Tab::signed_in();
        tab.check();
        tab.answers(Intent::Check, Answer::Session(facts));
        assert_eq!(tab.told(News::Renewed), told);
    }
    for (facts, _) in other(ann()) {
        let mut tab = Tab::signed_in();
        tab.wait(MINUTE);
        tab.push(Input::BecameVisible); // the page itself asks
        tab.answers(Intent::Check, Answer::Session(facts));
        // New claims the others find by themselves; of another session they may never hear.
        let told = usize::from(facts.handle != ann().handle);
        assert_eq!(tab.told(News::Renewed), told);
    }
}
