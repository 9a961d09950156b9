//! The signal that ends with the session.

use core::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, AbortSignal};

use super::{event::Event, page::fault, snapshot::Snapshot};
use crate::machine::{Code, Status};

/// Aborts when the session that is known ends, and is another one for the next.
pub(super) struct Ending {
    /// None where there is no page.
    controller: RefCell<Option<AbortController>>,
    known: RefCell<Option<User>>,
}

/// Who is signed in, as the server names them, if it does.
#[derive(PartialEq)]
struct User(Option<String>);

impl Ending {
    pub(super) fn new() -> Result<Self, JsValue> {
        Ok(Self {
            controller: RefCell::new(Some(AbortController::new()?)),
            known: RefCell::default(),
        })
    }

    /// What never ends, where there is no page.
    pub(super) fn never() -> Self {
        Self {
            controller: RefCell::default(),
            known: RefCell::default(),
        }
    }

    pub(super) fn signal(&self) -> AbortSignal {
        let controller = self.controller.borrow();
        let none = || JsValue::UNDEFINED.unchecked_into();
        controller
            .as_ref()
            .map_or_else(none, AbortController::signal)
    }

    /// Takes how the session stands; while that is not known, nothing has ended.
    pub(super) fn follow(&self, snapshot: &Snapshot) {
        if snapshot.status == Status::Loading {
            return;
        }
        let now = snapshot
            .is_authenticated()
            .then(|| User(snapshot.subject.clone()));
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

    /// Aborts. Nothing is borrowed meanwhile: a listener may call the session.
    pub(super) fn end(&self, code: Code) {
        let controller = self.controller.borrow().clone();
        if let Some(controller) = controller {
            controller.abort_with_reason(&fault(code.as_str()));
        }
    }

    fn renew(&self) {
        if !self.signal().aborted() {
            return;
        }
        // There was one before, so the browser can make another.
        if let Ok(next) = AbortController::new() {
            self.controller.replace(Some(next));
        }
    }
}
