//! Waiting for the lock in a page whose timers are late (P5, P7).

use hallpass::machine::{Config, Input, News};

use crate::harness::{MINUTE, Tab};

#[test]
fn a_holder_that_only_says_it_lives_is_not_waited_for_for_ever_in_a_hidden_page() {
    use hallpass::machine::RefreshWhen;
    let mut tab = Tab::signed_in_with(Config {
        when: RefreshWhen::Always,
        ..Config::default()
    });
    tab.push(Input::BecameHidden);
    tab.grants = false;
    tab.refresh();
    tab.forget();
    for _ in 0..10 {
        tab.freeze(MINUTE);
        tab.push(Input::Timeout);
        if tab.told(News::Ping) > 0 {
            tab.broadcast.clear();
            tab.hear_of(News::Holding); // by a sign-in that its server does not answer
        }
    }
    assert!(tab.locks.iter().any(|(_, steal)| *steal), "waits for ever");
}
