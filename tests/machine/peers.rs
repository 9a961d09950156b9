//! What tabs tell each other: hints, worth exactly as much as asking the server (P15).

use hallpass::machine::{
    Answer, Body, Code, Config, Facts, FetchId, Generation, Input, Intent, LONGEST, Message, News,
    Verdict, digest,
};

use crate::harness::{
    HOUR, MINUTE, SECOND, Tab, absolute_ann, always, ann, bob, idle_ann, named, renewed,
};

fn backoff(wait: u64) -> Message {
    Message {
        wait,
        ..Message::new(News::Backoff, Generation(0))
    }
}

#[test]
fn another_tabs_refresh_moves_the_deadlines_and_costs_nothing() {
    let mut tab = Tab::signed_in();
    tab.wait(200 * SECOND);
    tab.hear(renewed(1));
    assert_eq!(tab.snapshot().expires_at, Some(tab.now.wall + 300_000));
    tab.wait(220 * SECOND);
    assert_eq!(tab.asked.len(), 0);
    assert_eq!(tab.published, [], "its maker holds the name");
}

#[test]
fn no_message_grants_more_than_the_server_once_did() {
    let mut tab = Tab::signed_in_as(Config::default(), idle_ann(600));
    let mut message = renewed(1);
    message.expires_in = Some(LONGEST.into());
    message.idle_expires_in = Some(LONGEST.into());
    tab.hear(message);
    assert_eq!(tab.snapshot().expires_at, Some(tab.now.wall + 300_000));
    assert_eq!(tab.snapshot().idle_expires_at, Some(tab.now.wall + 600_000));
}

#[test]
fn a_message_about_somebody_else_is_asked_about() {
    let mut tab = Tab::signed_in();
    let mut message = renewed(1);
    message.identity ^= 1;
    tab.hear(message);
    tab.answers(Intent::Check, Answer::Session(bob()));
    assert_eq!(tab.snapshot().subject, named("bob"));
}

#[test]
fn a_sign_in_without_a_name_that_is_heard_of_while_the_server_is_asked_is_asked_about() {
    let nameless = Facts {
        handle: None,
        ..ann()
    };
    let mut peer = Tab::signed_in_as(Config::default(), nameless);
    peer.login();
    peer.answer(Answer::Session(nameless));
    peer.answer(Answer::Session(nameless));
    let message = *peer.broadcast.last().unwrap();
    for refreshes in [false, true] {
        let mut tab = Tab::signed_in_as(Config::default(), nameless);
        tab.hear(message);
        assert_eq!(tab.asks(), None, "as good as a renewal");
        if refreshes {
            tab.refresh();
        } else {
            tab.check();
        }
        tab.hear(message);
        tab.answer(Answer::Anonymous); // that was of the session before
        tab.answers(Intent::Check, Answer::Session(nameless));
        assert!(tab.is_signed_in());
    }
}

#[test]
fn a_later_absolute_limit_is_that_of_another_session() {
    let mut tab = Tab::signed_in_as(Config::default(), absolute_ann(900));
    let mut message = renewed(1);
    message.absolute_expires_in = Some((901 * SECOND).into());
    tab.hear(message);
    assert_eq!(tab.asks(), None, "as told in whole seconds");
    message.absolute_expires_in = Some((1000 * SECOND).into());
    tab.hear(message);
    tab.answers(Intent::Check, Answer::Session(absolute_ann(1000)));
    tab.wait(950 * SECOND);
    assert!(tab.is_signed_in());
}

#[test]
fn a_message_about_new_claims_is_asked_about() {
    let mut tab = Tab::signed_in();
    let mut message = renewed(1);
    message.claims ^= 1;
    tab.hear(message);
    assert_eq!(tab.asks(), Some(Intent::Check));
}

#[test]
fn a_message_that_arrives_twice_or_late_does_no_harm() {
    let mut tab = Tab::signed_in();
    let (old, new) = (renewed(1), renewed(2));
    for message in [new, old, new, old] {
        tab.hear(message);
    }
    assert_eq!(tab.asked.len(), 0);
    tab.refresh();
    tab.answer(Answer::Session(ann()));
    assert_eq!(
        tab.published.last().unwrap().1,
        new.generation.next(tab.now, Config::default().seed)
    );
}

#[test]
fn a_server_that_asked_another_tab_for_time_gets_it_from_this_one() {
    let mut tab = Tab::signed_in();
    tab.wait(225 * SECOND);
    tab.hear(backoff(10 * MINUTE));
    tab.wait(9 * MINUTE);
    assert_eq!(tab.asked.len(), 0);
    tab.wait(2 * MINUTE);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_request_hears_that_the_server_asked_another_tab_for_time() {
    let mut tab = Tab::signed_in();
    tab.hear(backoff(30 * SECOND));
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    assert_eq!(tab.rejected(request), Some(Code::RateLimited));
    let call = tab.refresh();
    assert_eq!(tab.outcome(call), Some(Err(Code::RateLimited)));
    tab.wait(30 * SECOND);
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_tab_that_waits_for_the_lock_hears_that_the_server_asked_its_holder_for_time() {
    let mut tab = Tab::signed_in();
    tab.grants = false;
    let call = tab.refresh();
    tab.hear(backoff(30 * SECOND));
    let (id, _) = tab.locks[0];
    tab.push(Input::LockGranted { id, newest: None });
    assert_eq!(tab.asked.len(), 0);
    assert_eq!(tab.outcome(call), Some(Err(Code::RateLimited)));
    assert_eq!(tab.released, [id]);
    assert_eq!(tab.told(News::Backoff), 0, "everybody has heard it");
    tab.grants = true;
    tab.wait(32 * SECOND);
    assert_eq!(tab.asks(), Some(Intent::Refresh), "it is made up for");
}

#[test]
fn a_forged_back_off_costs_a_request_a_minute_at_most() {
    let mut tab = Tab::signed_in();
    tab.hear(backoff(LONGEST));
    tab.wait(MINUTE);
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_forged_back_off_puts_a_refresh_off_by_an_hour_at_most() {
    let mut tab = Tab::signed_in_with(always());
    tab.hear(backoff(LONGEST));
    tab.wait(HOUR);
    assert_eq!(tab.asks(), Some(Intent::Refresh));
}

#[test]
fn a_forged_generation_still_lets_an_expired_session_be_refreshed() {
    let mut tab = Tab::signed_in();
    let mut message = renewed(1);
    message.generation = Generation(u32::MAX);
    tab.hear(message);
    let request = tab.request();
    tab.respond(request, Verdict::Expired);
    tab.answers(Intent::Refresh, Answer::Session(ann()));
    assert_eq!(tab.sent(request), 2);
}

#[test]
fn a_peer_that_succeeded_where_this_tab_failed_sets_it_at_ease() {
    let mut tab = Tab::signed_in();
    tab.refresh();
    tab.fail(crate::harness::status(500));
    tab.fail(crate::harness::status(500));
    assert!(tab.error().is_some());
    tab.hear(renewed(1));
    assert_eq!(tab.error(), None);
    tab.wait(200 * SECOND);
    assert_eq!(tab.times(Intent::Refresh), 1);
}

#[test]
fn every_kind_of_news_is_harmless_to_a_tab_that_knows_nothing() {
    for news in [
        News::Renewed,
        News::SignedIn,
        News::LoggedOut,
        News::Ended,
        News::Active,
        News::Backoff,
        News::Ping,
        News::Holding,
    ] {
        let mut tab = Tab::started();
        tab.hear_of(news);
        tab.answer(Answer::Session(ann()));
        if tab.asks().is_some() {
            tab.answer(Answer::Session(ann()));
        }
        tab.wait(SECOND);
        if tab.asks().is_some() {
            tab.answer(Answer::Session(ann()));
        }
        assert!(tab.is_signed_in(), "{news:?}");
        assert_eq!(tab.asks(), None, "{news:?}");
    }
}

#[test]
fn a_message_survives_the_wire() {
    let mut peer = Tab::signed_in_as(Config::default(), absolute_ann(4000));
    peer.refresh();
    peer.answer(Answer::Session(absolute_ann(4000)));
    let message = *peer.broadcast.last().unwrap();
    assert_eq!(Message::from_wire(&message.to_wire()), Some(message));
}

#[test]
fn anything_that_is_not_exactly_a_message_is_none() {
    let wire = renewed(1).to_wire();
    for (field, value) in [
        (0, 2.0),
        (1, 40.0),
        (1, -1.0),
        (2, -1.0),
        (2, 4_294_967_296.0),
        (3, 0.5),
        (4, f64::NAN),
        (5, f64::INFINITY),
        (6, -2.0),
        (7, 1e300),
        (8, -1.0),
    ] {
        let mut wire = wire;
        wire[field] = value;
        assert!(Message::from_wire(&wire).is_none(), "{field} = {value}");
    }
}

#[test]
fn the_digest_is_the_published_one() {
    assert_eq!(digest(b""), 0x811c_9dc5);
    assert_eq!(digest(b"a"), 0xe40c_292c);
    assert_eq!(digest(b"foobar"), 0xbf9c_f968);
}

#[test]
fn messages_carry_no_name_and_no_handle() {
    let message = renewed(1);
    assert_eq!(message.to_wire().len(), 9, "nine numbers and no text");
    assert_ne!(message.identity, digest(b"ann"));
}

#[test]
fn generations_in_the_wake_of_a_peer_replay_a_stream_never() {
    let mut tab = Tab::signed_in();
    tab.push(Input::Requested(FetchId(50), Body::Stream));
    tab.hear(renewed(1));
    tab.respond(FetchId(50), Verdict::Expired);
    assert_eq!(tab.rejected(FetchId(50)), Some(Code::BodyNotReplayable));
    assert_eq!(tab.asked.len(), 0);
}
