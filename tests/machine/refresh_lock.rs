//! One renewal in all tabs: who holds the lock, who was faster, who died with it (P4, P7).

use hallpass::machine::{Answer, Effect, Generation, Input, Intent, News, Verdict};

use crate::harness::{FIRST, SECOND, Tab, always, ann};

#[test]
fn a_tab_that_was_overtaken_while_it_waited_for_the_lock_looks_before_it_refreshes() {
    let mut tab = Tab::signed_in();
    tab.newest = Some(Generation(4));
    let call = tab.refresh();
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.times(Intent::Refresh), 0);
    assert_eq!(tab.published.last().unwrap().1, Generation(4));
    assert_eq!(tab.released.len(), 1);
}

#[test]
fn a_tab_that_was_overtaken_refreshes_if_the_session_has_lapsed_again() {
    let mut tab = Tab::signed_in();
    tab.newest = Some(Generation(4));
    tab.refresh();
    tab.answers(Intent::Check, Answer::Expired);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.published.last().unwrap().1, FIRST);
}

#[test]
fn the_generation_that_is_known_is_no_reason_to_look() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answer(Answer::Session(ann()));
    tab.newest = Some(FIRST);
    tab.refresh();
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_renewal_that_was_counted_lower_than_ours_is_noticed() {
    let mut tab = Tab::signed_in();
    for _ in 0..2 {
        tab.refresh();
        tab.answer(Answer::Session(ann())); // faster than generations are counted
    }
    tab.newest = Some(FIRST);
    let call = tab.refresh();
    let passed_on = tab.published.last().unwrap().1;
    assert_eq!(passed_on, FIRST, "whoever is next is to notice as well");
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn a_dead_holder_of_the_lock_costs_less_than_five_seconds() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    tab.wait(4 * SECOND);
    assert_eq!(tab.news(), [News::Ping]);
    tab.wait(SECOND);
    assert_eq!(tab.locks.len(), 2);
    let (id, steal) = tab.locks[1];
    assert!(steal);
    assert_eq!(
        tab.released,
        [tab.locks[0].0],
        "the old request is withdrawn"
    );
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(
        tab.asks(),
        Some(Intent::Check),
        "what the dead one did is unknown"
    );
}

#[test]
fn a_living_holder_of_the_lock_is_waited_for() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    for _ in 0..4 {
        tab.wait(4 * SECOND + 100);
        tab.hear_of(News::Holding);
    }
    assert!(tab.locks.iter().all(|(_, steal)| !steal));
    for _ in 0..4 {
        tab.wait(4 * SECOND + 500);
        tab.hear_of(News::Holding);
    }
    assert!(tab.locks.iter().any(|(_, steal)| *steal), "not for ever");
}

#[test]
fn whoever_holds_the_lock_says_so_when_asked() {
    let mut tab = Tab::signed_in();
    tab.hear_of(News::Ping);
    assert_eq!(tab.news(), []);
    tab.refresh();
    tab.hear_of(News::Ping);
    assert_eq!(tab.news(), [News::Holding]);
}

#[test]
fn whoever_only_waits_for_the_lock_does_not_say_that_it_holds_it() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    tab.hear_of(News::Ping);
    assert_eq!(tab.news(), []);
}

#[test]
fn a_tab_whose_lock_was_stolen_asks_instead_of_stealing_it_back() {
    let mut tab = Tab::signed_in();
    let call = tab.refresh();
    let lock = tab.locks[0].0;
    let refresh = tab.question().id;
    tab.push(Input::LockLost(lock));
    assert_eq!(tab.aborted, [refresh]);
    assert_eq!(tab.asks(), Some(Intent::Check));
    assert_eq!(tab.locks.len(), 1);
    tab.push(Input::Answered(refresh, Ok(Answer::Anonymous)));
    assert!(tab.is_signed_in(), "its own late answer is nothing");
    tab.answer(Answer::Session(ann()));
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
}

#[test]
fn a_lock_stolen_while_the_name_is_taken_takes_nothing_back() {
    let mut tab = Tab::signed_in();
    tab.publishes = false;
    let call = tab.refresh();
    tab.answer(Answer::Session(ann()));
    tab.push(Input::LockLost(tab.locks[0].0));
    tab.push(Input::GenerationPublished(tab.published[0].0));
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.times(Intent::Refresh), 1);
}

#[test]
fn a_name_that_is_never_given_is_waited_for_a_second() {
    let mut tab = Tab::signed_in();
    tab.publishes = false;
    let call = tab.refresh();
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.outcome(call), None);
    assert_eq!(tab.released.len(), 0);
    tab.wait(SECOND);
    assert_eq!(tab.outcome(call), Some(Ok(false)));
    assert_eq!(tab.released.len(), 1);
}

#[test]
fn the_name_is_taken_before_the_lock_is_let_go() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answer(Answer::Session(ann()));
    let place = |which: fn(&Effect) -> bool| tab.effects.iter().position(which).unwrap();
    let named = place(|effect| matches!(effect, Effect::Publish { .. }));
    let released = place(|effect| matches!(effect, Effect::ReleaseLock(_)));
    assert!(named < released);
}

#[test]
fn a_lock_that_comes_too_late_is_given_back() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    tab.refresh();
    let id = tab.locks[0].0;
    tab.push(Input::Restored);
    tab.forget();
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(tab.released, [id]);
}

#[test]
fn a_renewal_is_later_than_any_that_a_tab_that_opened_later_has_heard_of() {
    let mut old = Tab::signed_in();
    for _ in 0..3 {
        old.refresh();
        old.answer(Answer::Session(ann()));
    }
    let before = old.published.last().unwrap().1;
    let request = old.request();
    old.wait(10 * SECOND);
    let mut young = Tab::signed_in();
    young.freeze(10 * SECOND);
    young.refresh();
    young.answer(Answer::Session(ann()));
    let message = *young.broadcast.last().unwrap();
    assert!(
        message.generation > before,
        "no name and no message told it"
    );
    old.hear(message);
    old.respond(request, Verdict::Expired);
    assert_eq!(
        (old.sent(request), old.asks()),
        (2, None),
        "renewed meanwhile"
    );
}

#[test]
fn a_wall_clock_that_is_set_back_makes_no_renewal_earlier_than_another() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.answer(Answer::Session(ann()));
    let before = tab.published.last().unwrap().1;
    tab.set_wall(-315_360_000_000);
    tab.push(Input::Timeout);
    tab.answers(Intent::Check, Answer::Session(ann()));
    tab.refresh();
    tab.answer(Answer::Session(ann()));
    assert!(tab.published.last().unwrap().1 > before);
}

#[test]
fn a_page_that_stood_still_while_its_lock_was_taken_asks_before_it_refreshes_again() {
    let mut tab = Tab::signed_in_with(always());
    tab.refresh();
    assert_eq!(tab.asks(), Some(Intent::Refresh));
    tab.freeze(295 * SECOND); // the next refresh is due by now
    tab.push(Input::LockLost(tab.locks[0].0));
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_tab_whose_wait_for_the_lock_is_ended_by_another_waits_again() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    tab.push(Input::LockLost(tab.locks[0].0));
    assert_eq!(tab.locks.len(), 2);
    let (id, _) = tab.locks[1];
    tab.push(Input::LockGranted { id, newest: None });
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 2);
}

#[test]
fn who_takes_the_lock_from_a_dead_holder_says_so_to_the_others_that_asked() {
    let mut taker = Tab::signed_in();
    taker.grants = false;
    taker.refresh();
    taker.wait(5 * SECOND);
    let (id, steal) = taker.locks[1];
    assert!(steal);
    taker.forget();
    let mut other = Tab::signed_in();
    other.grants = false;
    other.refresh();
    other.wait(4 * SECOND + 400);
    assert_eq!(other.news(), [News::Ping], "and waits for its answer");
    taker.push(Input::LockGranted { id, newest: None });
    assert_eq!(taker.news(), [News::Holding]);
    other.hear(taker.broadcast[0]);
    other.wait(3 * SECOND);
    assert_eq!(
        other.locks.len(),
        1,
        "nothing is taken from a holder that lives"
    );
}

#[test]
fn a_living_holder_of_the_lock_is_waited_for_after_the_device_has_slept() {
    for slept in [false, true] {
        let mut tab = Tab::signed_in();
        tab.grants = false;
        tab.refresh();
        if slept {
            tab.freeze(100 * SECOND);
            tab.wait(100);
            assert_eq!(tab.news(), [News::Ping]);
            tab.hear_of(News::Holding);
        }
        for _ in 0..2 {
            tab.wait(4 * SECOND + 100);
            tab.hear_of(News::Holding);
        }
        assert!(tab.locks.iter().all(|(_, steal)| !steal), "{slept}");
    }
}
