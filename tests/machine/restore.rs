//! From nothing to knowing who is there: on load (P11, P14, P21) and out of the back/forward cache (P16).

use hallpass::machine::{
    Answer, By, Code, Config, Effect, Event, Input, Intent, Reason, RefreshWhen, Status, Verdict,
};

use crate::harness::{MINUTE, SECOND, Tab, absolute_ann, ann, bob, busy, failures, named, status};

#[test]
fn a_fresh_page_asks_once_who_is_signed_in() {
    let tab = Tab::started();
    assert_eq!(tab.history(), [Intent::Check]);
    assert_eq!(tab.status(), Status::Loading);
}

#[test]
fn somebody_is_signed_in_once_the_server_says_so() {
    let mut tab = Tab::started();
    let id = tab.question().id;
    tab.answer(Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.snapshot().subject, named("ann"));
    assert_eq!(tab.saw(&Event::Authenticated), 1);
    assert_eq!(tab.did(&Effect::AdoptClaims(id)), 1);
}

#[test]
fn nobody_is_signed_in_for_no_reason_at_all() {
    let tab = Tab::anonymous();
    assert_eq!(tab.reason(), Some(Reason::None));
    assert_eq!(tab.next(), None, "and nothing is waited for");
}

#[test]
fn a_visitor_whose_access_has_lapsed_is_signed_in_by_one_check_and_one_refresh() {
    let mut tab = Tab::started();
    tab.answers(Intent::Check, Answer::Expired);
    assert_eq!(tab.status(), Status::Loading);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert!(tab.is_signed_in());
    assert_eq!(tab.history(), [Intent::Check, Intent::Refresh]);
}

#[test]
fn a_visitor_whose_refresh_has_lapsed_too_is_told_that_the_session_expired() {
    let mut tab = Tab::started();
    tab.answer(Answer::Expired);
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Expired));
    assert_eq!(tab.asks(), None);
}

#[test]
fn every_way_of_not_answering_leaves_nobody_signed_in_and_asks_again() {
    for failure in failures() {
        let mut tab = Tab::started();
        tab.fail(failure);
        assert_eq!(tab.reason(), Some(Reason::Unknown), "{failure:?}");
        assert!(tab.error().is_some());
        tab.wait(3 * SECOND);
        tab.answers(Intent::Check, Answer::Session(ann()));
        assert!(tab.is_signed_in(), "{failure:?}");
        assert_eq!(tab.error(), None);
    }
}

#[test]
fn a_visitor_is_still_signed_in_when_the_refresh_recovers_within_a_minute() {
    let mut tab = Tab::started();
    for _ in 0..40 {
        match tab.asks() {
            Some(Intent::Refresh) => tab.fail(status(503)),
            Some(_) => tab.answer(Answer::Expired),
            None => tab.wait(SECOND),
        }
    }
    assert!(tab.times(Intent::Refresh) <= 6, "{:?}", tab.history());
    for _ in 0..40 {
        match tab.asks() {
            Some(Intent::Refresh) => tab.answer(Answer::Session(ann())),
            Some(_) if tab.is_signed_in() => tab.answer(Answer::Session(ann())),
            Some(_) => tab.answer(Answer::Expired),
            None => tab.wait(10 * SECOND),
        }
    }
    assert!(tab.is_signed_in());
}

#[test]
fn an_on_demand_page_also_tries_again_to_learn_who_is_there() {
    let mut tab = Tab::started_with(Config {
        when: RefreshWhen::OnDemand,
        ..Config::default()
    });
    tab.answer(Answer::Expired);
    tab.fail(status(503));
    tab.answer(Answer::Expired);
    tab.fail(status(503));
    tab.answer(Answer::Expired);
    assert_eq!(tab.reason(), Some(Reason::Unknown));
    tab.wait(2 * SECOND);
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn requests_made_while_loading_wait_and_go_out_under_the_session_found() {
    let mut tab = Tab::started();
    let request = tab.request();
    assert_eq!(tab.sent(request), 0);
    tab.answer(Answer::Session(ann()));
    assert_eq!(tab.sent_under(request), named("session-of-ann"));
}

#[test]
fn requests_made_while_loading_take_their_chance_when_nobody_can_tell() {
    let mut tab = Tab::started();
    let request = tab.request();
    tab.fail(status(500));
    assert_eq!(tab.sent(request), 1);
    assert_eq!(tab.sent_under(request), None);
}

#[test]
fn requests_made_while_loading_go_out_when_nobody_is_signed_in() {
    let mut tab = Tab::started();
    let request = tab.request();
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.sent(request), 1);
}

#[test]
fn a_tombstone_keeps_a_page_signed_out_and_finishes_the_logout() {
    let mut tab = Tab::new(Config::default());
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    let asked = tab.question();
    assert_eq!(asked.intent, Intent::Logout);
    assert_eq!(asked.handle, named("session-of-ann"));
    tab.answer(Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.tombstone(), None);
    assert_eq!(tab.asks(), None);
}

#[test]
fn a_tombstone_of_a_session_long_gone_does_not_hide_the_one_that_lives() {
    let mut tab = Tab::new(Config::default());
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    tab.answer(Answer::Mismatch);
    assert_eq!(tab.tombstone(), None);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_page_with_a_tombstone_asks_nobody_who_is_signed_in_before_the_logout_is_confirmed() {
    let mut tab = Tab::new(Config::default());
    tab.set_tombstone(named("session-of-ann"));
    tab.start();
    tab.fail(status(503));
    tab.push(Input::WentOffline);
    tab.push(Input::WentOnline);
    tab.push(Input::BecameVisible);
    tab.push(Input::Restored);
    let check = tab.check();
    for _ in 0..20 {
        if let Some(intent) = tab.asks() {
            assert_eq!(intent, Intent::Logout);
            tab.fail(status(503));
        }
        tab.wait(10 * SECOND);
    }
    assert_eq!(tab.outcome(check), Some(Ok(false)));
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
}

#[test]
fn a_restored_page_shows_nobody_before_the_server_has_said_who() {
    let mut tab = Tab::signed_in();
    tab.push(Input::Restored);
    assert_eq!(tab.status(), Status::Loading);
    assert_eq!(tab.snapshot().subject, None);
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.answer(Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_restored_page_whose_session_is_gone_ends_it_like_any_other() {
    let mut tab = Tab::signed_in();
    tab.push(Input::Restored);
    let request = tab.request();
    tab.answer(Answer::Anonymous);
    assert_eq!(tab.reason(), Some(Reason::Revoked));
    assert_eq!(tab.ends(), [(Reason::Revoked, By::Server)]);
    assert_eq!(tab.rejected(request), Some(Code::SessionEnded));
}

#[test]
fn a_restored_page_holds_an_answer_back_until_it_knows_whose_it_is() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.push(Input::Restored);
    tab.respond(request, Verdict::Passed);
    assert!(!tab.delivered(request));
    tab.answer(Answer::Session(ann()));
    assert!(tab.delivered(request));
}

#[test]
fn a_restored_page_never_hands_out_the_answer_to_somebody_else() {
    let mut tab = Tab::signed_in();
    let request = tab.request();
    tab.push(Input::Restored);
    tab.respond(request, Verdict::Passed);
    tab.answer(Answer::Session(bob()));
    assert_eq!(tab.rejected(request), Some(Code::IdentityChanged));
}

#[test]
fn a_restored_page_that_cannot_ask_lets_go_of_the_session_and_of_its_deadlines() {
    let mut tab = Tab::signed_in();
    tab.push(Input::Restored);
    tab.fail(status(500));
    assert_eq!(tab.reason(), Some(Reason::Unknown));
    tab.wait(2 * SECOND);
    assert_eq!(tab.asks(), Some(Intent::Check), "it tries again");
    tab.answer(Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_restored_page_drops_what_it_had_asked_before() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    let before = tab.question();
    tab.push(Input::Restored);
    assert_eq!(tab.aborted, [before.id]);
    assert_eq!(tab.asks(), Some(Intent::Check));
    tab.push(Input::Answered(before.id, Ok(Answer::Session(bob()))));
    assert_eq!(tab.status(), Status::Loading);
}

#[test]
fn a_restored_page_looks_for_a_tombstone() {
    let mut tab = Tab::signed_in();
    tab.set_tombstone(named("session-of-ann"));
    tab.push(Input::Restored);
    assert_eq!(tab.reason(), Some(Reason::LoggedOut));
    assert!(!tab.is_signed_in());
    tab.wait(MINUTE);
    assert_eq!(tab.asks(), Some(Intent::Logout));
}

#[test]
fn a_restored_page_resumes_its_logout() {
    let mut tab = Tab::signed_in();
    let logout = tab.logout();
    tab.push(Input::Restored);
    tab.answers(Intent::Logout, Answer::LoggedOut { elsewhere: false });
    tab.answers(Intent::Check, Answer::Anonymous);
    assert_eq!(tab.outcome(logout), Some(Ok(true)));
}

#[test]
fn a_deadline_of_the_session_let_go_of_keeps_nobody_from_asking_again() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(200));
    tab.push(Input::Restored);
    tab.fail(busy(600));
    tab.wait(602 * SECOND);
    tab.answers(Intent::Check, Answer::Session(ann()));
    assert!(tab.is_signed_in());
}

#[test]
fn a_check_that_the_absolute_limit_overtook_is_made_again() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(10));
    tab.wait(9 * SECOND);
    tab.hear_of(hallpass::machine::News::SignedIn);
    tab.wait(2 * SECOND);
    assert_eq!(tab.reason(), Some(Reason::Expired));
    tab.answers(Intent::Check, Answer::Session(bob()));
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert!(tab.is_signed_in());
}
