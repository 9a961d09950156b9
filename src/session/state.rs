//! What a session has heard last, and who else is to hear it.

use core::{
    cell::{Cell, RefCell},
    future::poll_fn,
    task::{Poll, Waker},
};
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{
    error::Error, event::Event, listeners::Listeners, page::get, signal::Ending, snapshot::Snapshot,
};
use crate::machine::{Code, Status};

pub(super) struct State {
    pub(super) snapshot: RefCell<Snapshot>,
    pub(super) claims: RefCell<JsValue>,
    pub(super) changes: Rc<Listeners<Snapshot>>,
    pub(super) events: Rc<Listeners<Event>>,
    pub(super) ending: Ending,
    /// Who waits for the first answer.
    waiting: RefCell<Vec<Waker>>,
    disposed: Cell<bool>,
}

impl State {
    pub(super) fn new() -> Result<Rc<Self>, JsValue> {
        Ok(Rc::new(Self {
            snapshot: RefCell::new(Snapshot::LOADING),
            claims: RefCell::new(JsValue::UNDEFINED),
            changes: Listeners::new(),
            events: Listeners::new(),
            ending: Ending::new()?,
            waiting: RefCell::default(),
            disposed: Cell::new(false),
        }))
    }

    /// Takes what the page publishes.
    pub(super) fn publish(&self, published: &JsValue) {
        let snapshot = Snapshot::read(published);
        let claims = if snapshot.is_authenticated() {
            get(published, "claims")
        } else {
            JsValue::UNDEFINED
        };
        self.claims.replace(claims);
        self.snapshot.replace(snapshot.clone());
        if snapshot.status != Status::Loading {
            self.wake();
        }
        self.ending.follow(&snapshot);
        self.changes.tell(&snapshot);
    }

    /// Takes an event; a newer page may know events that this does not.
    pub(super) fn emit(&self, said: &JsValue) {
        if let Some(event) = Event::read(&Array::from(said)) {
            self.ending.hear(&event);
            self.events.tell(&event);
        }
    }

    /// Nobody is told anything any more.
    pub(super) fn dispose(&self) {
        self.disposed.set(true);
        self.changes.clear();
        self.events.clear();
        self.wake();
        self.ending.end(Code::Disposed);
    }

    fn wake(&self) {
        let waiting = self.waiting.take();
        waiting.into_iter().for_each(Waker::wake);
    }

    pub(super) async fn ready(&self) -> Result<Snapshot, Error> {
        poll_fn(|context| {
            if self.disposed.get() {
                return Poll::Ready(Err(Error::new(Code::Disposed, "")));
            }
            let snapshot = self.snapshot.borrow();
            if snapshot.status != Status::Loading {
                return Poll::Ready(Ok(snapshot.clone()));
            }
            let mut waiting = self.waiting.borrow_mut();
            if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }
}
