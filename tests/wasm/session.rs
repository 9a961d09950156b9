//! The Rust surface, against the reference server.

use std::{cell::RefCell, rc::Rc, time::Duration};

use hallpass::{
    Error, Event, LogoutOptions, Options, Preset, Session, Snapshot,
    machine::{By, Code, Reason, Status},
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::server::{Claims, aged, at_rest, fresh, options, reset, seen, sign_in, signed_in, turn};

const SIGNED_OUT: Status = Status::Unauthenticated(Reason::LoggedOut);

pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> Code {
    result.expect_err("a failure").code
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn who_signs_in_has_typed_claims() {
    let session = fresh().await;
    assert_eq!(
        session.snapshot().status,
        Status::Unauthenticated(Reason::None)
    );
    assert_eq!(session.claims::<Claims>(), Ok(None));
    let snapshot = sign_in(&session).await.expect("to be let in");
    assert_eq!(snapshot, session.snapshot());
    assert_eq!(snapshot.subject.as_deref(), Some("usr_8Zk3"));
    let now = js_sys::Date::now();
    #[allow(clippy::cast_precision_loss)] // epoch milliseconds
    let left = [
        snapshot.expires_at,
        snapshot.idle_expires_at,
        snapshot.absolute_expires_at,
    ]
    .map(|at| (at.expect("a limit") as f64 - now) / 1000.0);
    assert!(
        left[0] > 200.0 && left[0] < left[1] && left[1] < left[2],
        "{left:?}"
    );
    let claims = session.claims::<Claims>().expect("the right type");
    let claims = claims.expect("somebody");
    assert_eq!(
        (&*claims.name, &*claims.email),
        ("Demo User", "demo@example.com")
    );
    let wrong = session.claims::<Vec<u8>>().expect_err("no list");
    assert_eq!(wrong.code, Code::UnexpectedResponse);
    assert!(wrong.message.starts_with("the claims"), "{wrong}");
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_refusal_is_typed_and_in_the_servers_words() {
    let session = fresh().await;
    let nonsense = hallpass::LoginOptions::default()
        .credential("email", "demo@example.com")
        .credential("password", "guessed");
    assert!(!format!("{nonsense:?}").contains("guessed"));
    let refused = session.login(nonsense).await.expect_err("a wrong password");
    assert_eq!(refused.code, Code::InvalidCredentials);
    assert!(!refused.message.is_empty());
    assert_eq!(
        refused.to_string(),
        format!("invalid_credentials: {}", refused.message)
    );
    assert_eq!(code(session.refresh().await), Code::SessionEnded);
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_server_that_asks_for_patience_is_quoted() {
    let session = aged().await;
    turn(
        "/test/fault",
        r#"{"route":"refresh","kind":"status","status":429,"retry_after":7}"#,
    )
    .await;
    let busy = session.refresh().await.expect_err("no time");
    assert_eq!((busy.code, busy.status), (Code::RateLimited, Some(429)));
    assert_eq!(busy.retry_after, Some(Duration::from_secs(7)));
    assert!(
        session.snapshot().is_authenticated(),
        "that ends nothing (P6)"
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_subscription_hears_until_it_is_dropped() {
    let session = fresh().await;
    let [first, second] = [(); 2].map(|()| Rc::<RefCell<Vec<Snapshot>>>::default());
    let [one, other] = [Rc::clone(&first), Rc::clone(&second)];
    let heard = session.subscribe(move |snapshot| one.borrow_mut().push(snapshot.clone()));
    let _kept = session.subscribe(move |snapshot| other.borrow_mut().push(snapshot.clone()));
    sign_in(&session).await.expect("to be let in");
    assert_eq!(first.borrow().last(), Some(&session.snapshot()));
    assert_eq!(first, second);
    let before = first.borrow().len();
    drop(heard);
    assert_eq!(Rc::strong_count(&first), 1, "and what it owned is freed");
    session
        .logout(LogoutOptions::default())
        .await
        .expect("a logout");
    assert_eq!(first.borrow().len(), before);
    assert_eq!(
        second.borrow().last().map(|last| last.status),
        Some(SIGNED_OUT)
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn events_come_once_each_in_order() {
    let session = fresh().await;
    let said = Rc::<RefCell<Vec<Event>>>::default();
    let events = Rc::clone(&said);
    let _told = session.events(move |event| events.borrow_mut().push(event.clone()));
    sign_in(&session).await.expect("to be let in");
    at_rest(&session).await;
    session.refresh().await.expect("a refresh");
    at_rest(&session).await;
    session
        .logout(LogoutOptions::default())
        .await
        .expect("a logout");
    let ended = Event::Ended {
        reason: Reason::LoggedOut,
        by: By::App,
    };
    assert_eq!(
        *said.borrow(),
        [Event::Authenticated, Event::Refreshed, ended]
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn another_person_in_the_cookie_is_told_by_name() {
    let (session, said) = (signed_in().await, Rc::<RefCell<Vec<Event>>>::default());
    let events = Rc::clone(&said);
    let _told = session.events(move |event| events.borrow_mut().push(event.clone()));
    crate::server::enter("second@example.com", "battery staple").await;
    let snapshot = session.check().await.expect("an answer");
    assert_eq!(snapshot.subject.as_deref(), Some("usr_2Qp7"));
    let changed = Event::IdentityChanged {
        from: Some("usr_8Zk3".to_owned()),
        to: Some("usr_2Qp7".to_owned()),
    };
    assert!(said.borrow().contains(&changed), "{said:?}");
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn what_is_fresh_is_not_refreshed() {
    let session = signed_in().await;
    let before = session.snapshot();
    let fresh = session.ensure_fresh(Duration::from_secs(10)).await;
    assert_eq!(fresh, Ok(before));
    assert!(seen("refreshes").await.abs() < 0.5);
    session
        .ensure_fresh(Duration::from_secs(301))
        .await
        .expect("a refresh");
    assert!((seen("refreshes").await - 1.0).abs() < 0.5);
    session.extend().await.expect("to be still here");
    assert!((seen("touches").await - 1.0).abs() < 0.5);
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_logout_is_confirmed_and_leaves_nothing() {
    let session = signed_in().await;
    let logout = session.logout(LogoutOptions::default().everywhere()).await;
    assert!(logout.expect("a logout").confirmed);
    assert_eq!(session.snapshot().status, SIGNED_OUT);
    assert_eq!(session.snapshot().subject, None);
    assert_eq!(session.claims::<Claims>(), Ok(None));
    assert_eq!(code(session.extend().await), Code::SessionEnded);
    assert_eq!(session.check().await.expect("an answer").status, SIGNED_OUT);
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn two_sessions_of_a_page_do_not_disturb_each_other() {
    reset().await;
    let [first, second] = ["first", "second"].map(|name| {
        let session = Session::start(options().name(name));
        session.expect("options that work")
    });
    for session in [&first, &second] {
        session.ready().await.expect("an answer");
    }
    sign_in(&first).await.expect("to be let in");
    assert!(
        !second.snapshot().is_authenticated(),
        "of another name, so it has not heard"
    );
    assert!(
        second.check().await.expect("an answer").is_authenticated(),
        "it is one cookie"
    );
    drop(first);
    assert!(
        second
            .refresh()
            .await
            .expect("a refresh")
            .is_authenticated()
    );
}

#[wasm_bindgen_test]
fn options_that_cannot_work_are_named() {
    let hallpass = || Options::new(Preset::hallpass());
    let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
    for (options, wrong) in [
        (hallpass().base_url("ftp://example.com"), "base_url"),
        (hallpass().origin("example"), "origin"),
        (hallpass().name(""), "name"),
        (hallpass().idle(Duration::ZERO), "idle"),
        (hallpass().idle(second).idle_warning(minute), "idle_warning"),
    ] {
        let error = Session::start(options).expect_err(wrong);
        assert_eq!(error.code, Code::ConfigInvalid);
        assert!(error.message.starts_with(wrong), "{error}");
    }
}

#[wasm_bindgen_test]
async fn a_server_out_of_reach_is_an_error_of_the_snapshot() {
    let nowhere = Options::new(Preset::hallpass()).base_url("http://127.0.0.1:9/auth");
    let session = Session::start(nowhere).expect("options that work");
    assert_eq!(session.snapshot().status, Status::Loading);
    let failed = session.check().await.expect_err("nobody is there");
    assert_eq!((failed.code, failed.status), (Code::Network, None));
    assert_eq!(session.snapshot().error, Some(failed));
}
