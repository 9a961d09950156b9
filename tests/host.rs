//! The surface on a server that renders: every type is there, a session is loading, and what needs a page says so.

#![cfg(not(target_family = "wasm"))]

use std::{
    fmt::Debug,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use hallpass::{
    Activity, Code, Error, Event, Jwt, Limit, LoggedOut, LoginOptions, LogoutOptions, Options,
    Preset, Reason, RefreshWhen, SendError, Session, Snapshot, Status, Subscription, TraceEntry,
    TraceValue, claims::Policy,
};

/// Returns what a future comes to that waits for nothing.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let polled = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(result) = polled else {
        panic!("it waits for a page that there is not");
    };
    result
}

fn code<T: Debug>(result: Result<T, Error>) -> Code {
    result.expect_err("there is no page").code
}

#[test]
fn every_type_of_the_surface_has_a_name_here() {
    fn exists<T>() {}
    exists::<(Activity, Code, Error, Event, Jwt, Limit)>();
    exists::<(LoggedOut, LoginOptions, LogoutOptions, Options, Preset)>();
    exists::<(Reason, RefreshWhen, SendError, Session, Snapshot, Status)>();
    exists::<(Subscription, TraceEntry, TraceValue)>();
}

#[test]
fn to_start_a_session_is_refused_and_says_what_to_do() {
    let options = Options::new(Preset::hallpass())
        .base_url("/auth")
        .origin("https://api.example.com")
        .name("staff")
        .refresh_margin(Duration::from_secs(30))
        .refresh_when(RefreshWhen::Always)
        .idle(Duration::from_mins(10))
        .idle_warning(Duration::from_mins(1))
        .debug(|entry| println!("{entry}"))
        .jwt(Jwt::new(Policy::default()).jwks("/jwks.json"));
    let refused = Session::start(options).expect_err("there is no page");
    assert_eq!(refused.code, Code::ConfigInvalid);
    assert!(
        refused.message.contains("Session::loading()"),
        "{}",
        refused.message
    );
}

#[test]
fn a_session_without_a_page_is_loading_and_tells_nobody() {
    let session = Session::loading();
    assert_eq!(session.snapshot().status, Status::Loading);
    assert!(!session.snapshot().is_authenticated());
    assert_eq!(session.claims::<String>(), Ok(None));
    let subscription: Subscription = session.subscribe(|_| panic!("nothing changes"));
    session
        .events(|_: &Event| panic!("nothing happens"))
        .forget();
    drop(session.signal());
    assert_eq!(session, session.clone());
    assert!(format!("{session:?}").contains("Loading"));
    drop(subscription);
}

#[test]
fn whatever_needs_a_page_is_refused_at_once() {
    let session = Session::loading();
    let credentials = LoginOptions::default().credential("email", "demo@example.com");
    for refused in [
        code(at_once(session.ready())),
        code(at_once(session.check())),
        code(at_once(session.refresh())),
        code(at_once(session.ensure_fresh(Duration::from_mins(1)))),
        code(at_once(session.extend())),
        code(at_once(session.login(credentials))),
        code(at_once(
            session.login(LoginOptions::default().return_to("/")),
        )),
        code(at_once(session.logout(LogoutOptions::default()))),
    ] {
        assert_eq!(refused, Code::ConfigInvalid);
    }
    session.dispose();
    assert_eq!(code(at_once(session.ready())), Code::Disposed);
}
