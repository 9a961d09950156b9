//! What a session has heard last, and who else is to hear it.

use core::{
    cell::{Cell, RefCell},
    future::poll_fn,
    task::{Poll, Waker},
};
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::{
    error::Error,
    event::Event,
    listeners::Listeners,
    page::{self, get},
    signal::Ending,
    snapshot::Snapshot,
};
use crate::machine::{Code, Status};

pub(super) struct State {
    pub(super) snapshot: RefCell<Snapshot>,
    /// Only of a user who is signed in.
    pub(super) claims: RefCell<Option<JsValue>>,
    pub(super) changes: Rc<Listeners<Snapshot>>,
    pub(super) events: Rc<Listeners<Event>>,
    pub(super) ending: Ending,
    /// Who waits for the first answer.
    waiting: RefCell<Vec<Waker>>,
    disposed: Cell<bool>,
}

impl State {
    pub(super) fn new() -> Result<Rc<Self>, JsValue> {
        Ok(Self::with(Ending::new()?))
    }

    /// What stays as it is, since no page ever tells it anything.
    pub(super) fn without_page() -> Rc<Self> {
        Self::with(Ending::never())
    }

    fn with(ending: Ending) -> Rc<Self> {
        Rc::new(Self {
            snapshot: RefCell::new(Snapshot::LOADING),
            claims: RefCell::default(),
            changes: Listeners::new(),
            events: Listeners::new(),
            ending,
            waiting: RefCell::default(),
            disposed: Cell::new(false),
        })
    }

    /// Returns why there is no page to ask.
    pub(super) fn without(&self) -> Error {
        if self.disposed.get() {
            Error::new(Code::Disposed, "")
        } else {
            page::missing()
        }
    }

    /// Takes what the page publishes.
    pub(super) fn publish(&self, published: &JsValue) {
        let snapshot = match Snapshot::read(published) {
            Ok(snapshot) => snapshot,
            Err(error) => return self.fault(error),
        };
        let known = snapshot.is_authenticated();
        self.claims.replace(known.then(|| get(published, "claims")));
        self.snapshot.replace(snapshot.clone());
        if snapshot.status != Status::Loading {
            self.wake();
        }
        self.ending.follow(&snapshot);
        self.changes.tell(&snapshot);
    }

    /// Takes an event.
    pub(super) fn emit(&self, said: &JsValue) {
        match Event::read(said) {
            Ok(event) => {
                self.ending.hear(&event);
                self.events.tell(&event);
            }
            Err(error) => self.fault(error),
        }
    }

    /// The page says what cannot be read: listeners hear of it, and nothing else changes.
    fn fault(&self, error: Error) {
        self.events.tell(&Event::Fault(error));
    }

    /// No listener is told anything any more.
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
