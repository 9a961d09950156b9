//! The signal that ends with the session.

use core::cell::RefCell;

use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal};

use super::{event::Event, page::fault, snapshot::Snapshot};
use crate::machine::{Code, Status};

/// Aborts when the session that is known ends, and is another one for the next.
pub(super) struct Ending {
    controller: RefCell<AbortController>,
    known: RefCell<Option<Somebody>>,
}

/// Who is signed in, as the server names them, if it does.
#[derive(PartialEq)]
struct Somebody(Option<String>);

impl Ending {
    pub(super) fn new() -> Result<Self, JsValue> {
        Ok(Self {
            controller: RefCell::new(AbortController::new()?),
            known: RefCell::default(),
        })
    }

    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.borrow().signal()
    }

    /// Takes how the session stands; while nobody knows, nothing has ended.
    pub(super) fn follow(&self, snapshot: &Snapshot) {
        if snapshot.status == Status::Loading {
            return;
        }
        let now = snapshot
            .is_authenticated()
            .then(|| Somebody(snapshot.subject.clone()));
        let before = self.known.take();
        let (ended, begun) = (before.is_some() && before != now, now.is_some());
        self.known.replace(now);
        if ended {
            self.end(Code::SessionEnded);
        }
        if begun {
            self.renew();
        }
    }

    /// Takes what happened: of another session of the same person, no snapshot tells.
    pub(super) fn hear(&self, event: &Event) {
        if let Event::IdentityChanged { from, to } = event
            && from == to
        {
            self.end(Code::SessionEnded);
            self.renew();
        }
    }

    /// Aborts. Nothing is borrowed meanwhile: whoever listens may have something to ask.
    pub(super) fn end(&self, code: Code) {
        let controller = self.controller.borrow().clone();
        controller.abort_with_reason(&fault(code.as_str()));
    }

    fn renew(&self) {
        if !self.signal().aborted() {
            return;
        }
        // There was one before, so the browser can make another.
        if let Ok(next) = AbortController::new() {
            self.controller.replace(next);
        }
    }
}
