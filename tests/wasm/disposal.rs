//! How sessions of the Rust surface end: what is left, what fails, what a listener may do.

use std::{
    cell::{Cell, RefCell},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use hallpass::{LogoutOptions, Session, machine::Code};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    server::{fresh, options, reset, sign_in, signed_in, turn, turned},
    session::code,
};

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn the_last_clone_takes_everything_along() {
    let (session, witness) = (signed_in().await, Rc::new(Cell::new(0)));
    let (heard, told) = (Rc::clone(&witness), Rc::clone(&witness));
    session
        .subscribe(move |_| heard.set(heard.get() + 1))
        .forget();
    session.events(move |_| told.set(told.get() + 1)).forget();
    let clone = session.clone();
    drop(session);
    clone.refresh().await.expect("it lives on");
    assert!(witness.get() > 0);
    assert_eq!(Rc::strong_count(&witness), 3);
    drop(clone);
    assert_eq!(
        Rc::strong_count(&witness),
        1,
        "neither listeners nor what calls them are left"
    );
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_thousand_sessions_come_and_go() {
    reset().await;
    let witness = Rc::new(());
    for _ in 0..1000 {
        let session = Session::start(options()).expect("options that work");
        let owned = Rc::clone(&witness);
        session.subscribe(move |_| drop(Rc::clone(&owned))).forget();
    }
    turned().await;
    assert_eq!(Rc::strong_count(&witness), 1);
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn what_is_pending_fails_when_the_session_is_disposed_of() {
    let session = signed_in().await;
    turn(
        "/test/fault",
        r#"{"route":"session","kind":"delay","ms":300}"#,
    )
    .await;
    let again = session.clone();
    let mut pending = pin!(again.check());
    let polled = pending
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Pending));
    session.dispose();
    assert_eq!(code(pending.await), Code::Disposed);
    assert_eq!(code(session.ready().await), Code::Disposed);
    assert_eq!(code(session.check().await), Code::Disposed);
    assert_eq!(
        code(session.logout(LogoutOptions::default()).await),
        Code::Disposed
    );
    session.dispose();
}

#[wasm_bindgen_test]
#[ignore = "start: cargo run -p hallpass-server -F test-knobs -- --demo --test-knobs"]
async fn a_listener_may_do_as_it_likes() {
    let session = fresh().await;
    let held = Rc::new(RefCell::new(Some(session.clone())));
    let (mine, later) = (Rc::clone(&held), Rc::new(Cell::new(0)));
    let count = Rc::clone(&later);
    // The first to hear disposes of the session: the second hears nothing, and nothing breaks.
    session
        .subscribe(move |snapshot| {
            if snapshot.is_authenticated()
                && let Some(session) = mine.take()
            {
                session.subscribe(|_| ()).forget();
                session.dispose();
            }
        })
        .forget();
    session
        .subscribe(move |snapshot| count.set(count.get() + u32::from(snapshot.is_authenticated())))
        .forget();
    sign_in(&session)
        .await
        .expect("to be let in, before anybody hears");
    assert_eq!(code(session.check().await), Code::Disposed);
    assert_eq!(later.get(), 0);
    assert!(held.borrow().is_none());
}
