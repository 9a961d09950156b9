//! Inputs in, effects out: owns the machine, and what the machine must not know.

use std::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;

use super::page::{Page, Sink};
use crate::{
    dialect::{self, Preset, at},
    machine::{
        Answer, Code, Config, Effect, Error, Event, Input, Intent, Machine, Now, Output, Snapshot,
        Status, Timestamp,
    },
};

/// A JavaScript value that changes hands.
pub(super) type Slot = RefCell<JsValue>;

/// One session in one page.
pub(crate) struct Driver {
    pub(super) preset: &'static Preset,
    pub(super) page: Page,
    pub(super) sink: Sink,
    /// What the request in the air asks for.
    pub(super) intent: Cell<Intent>,
    /// The body and the claims of the last answer, until the machine decides about them.
    pub(super) body_pending: Slot,
    pub(super) claims_pending: Slot,
    /// An answer that waits for the application's schema.
    pub(super) answer_held: Cell<Option<Answer>>,
    /// What the server, or the schema, had to say about a failure.
    pub(super) words: Slot,
    /// The handle of the session that is to die.
    pub(super) handle_leaving: Slot,
    machine: RefCell<Machine>,
    waiting: RefCell<Vec<Input>>,
    running: Cell<bool>,
    shown: Cell<Option<Snapshot>>,
    /// The body and the claims of the session that is known.
    body: Slot,
    claims: Slot,
    /// Whoever was signed in before.
    subject_former: Slot,
}

impl Driver {
    pub(crate) fn new(preset: &'static Preset, config: Config, page: Page, sink: Sink) -> Self {
        let (header, value) = &preset.header;
        page.configure(&preset.base, header, value, &preset.handle_header);
        Self {
            machine: RefCell::new(Machine::new(config)),
            intent: Cell::new(Intent::Check),
            preset,
            page,
            sink,
            body_pending: Slot::default(),
            claims_pending: Slot::default(),
            answer_held: Cell::default(),
            words: Slot::default(),
            handle_leaving: Slot::default(),
            waiting: RefCell::default(),
            running: Cell::default(),
            shown: Cell::default(),
            body: Slot::default(),
            claims: Slot::default(),
            subject_former: Slot::default(),
        }
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// Takes what happened; returns when to call again, on the monotonic clock.
    ///
    /// What happens meanwhile, in a listener say, waits its turn: no borrow of the machine is held
    /// while foreign code runs. Such a call returns NaN.
    #[allow(clippy::too_many_arguments)] // plain values cross the border at no cost, objects do not
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    pub(crate) fn push(
        &self,
        kind: u32,
        id: u32,
        a: f64,
        b: f64,
        value: JsValue,
        monotonic: f64,
        wall: f64,
    ) -> f64 {
        let now = Now {
            monotonic: Timestamp(monotonic as u64),
            wall: wall as i64,
        };
        let Some(input) = self.input(kind, id, a, b, value) else {
            return f64::NAN;
        };
        self.waiting.borrow_mut().push(input);
        if self.running.replace(true) {
            return f64::NAN;
        }
        while let Some(input) = self.next() {
            let mut drain = self.machine.borrow_mut().handle(now, input).into_outputs();
            for output in &drain {
                if let Output::Effect(effect) = output {
                    self.perform(effect);
                }
            }
            self.publish();
            for output in drain.drain(..) {
                if let Output::Event(event) = output {
                    self.tell(event);
                }
            }
        }
        self.running.set(false);
        let due = self.machine.borrow().poll_timeout();
        due.map_or(f64::INFINITY, |(at, _)| at.0 as f64)
    }

    fn next(&self) -> Option<Input> {
        let mut waiting = self.waiting.borrow_mut();
        (!waiting.is_empty()).then(|| waiting.remove(0))
    }

    fn perform(&self, effect: &Effect) {
        let mut value = JsValue::UNDEFINED;
        let mut path = "";
        let mut body = "";
        let (name, id, a, b) = match effect {
            Effect::Send { id, intent, handle } => {
                self.intent.set(*intent);
                if handle.is_some() {
                    value = self.handle(matches!(intent, Intent::Logout { .. }));
                }
                let Some(ask) = dialect::ask(self.preset, *intent) else {
                    return;
                };
                (path, body) = (ask.path, ask.body);
                ("send", id.0, u32::from(ask.post), ask.keepalive)
            }
            Effect::Abort(id) => ("abort", id.0, 0, false),
            Effect::AcquireLock { id, steal } => ("acquireLock", id.0, 0, *steal),
            Effect::ReleaseLock(id) => ("releaseLock", id.0, 0, false),
            Effect::Publish { id, generation } => ("publish", id.0, generation.0, false),
            Effect::Broadcast(message) => {
                let [a, b, c, d, e, f, g, h, i] = message.to_wire();
                return self.page.broadcast(a, b, c, d, e, f, g, h, i);
            }
            Effect::Dispatch { id, handle } => {
                if handle.is_some() {
                    value = self.handle(false);
                }
                ("dispatch", id.0, 0, false)
            }
            Effect::Deliver(id) => ("deliver", id.0, 0, false),
            Effect::Reject(id, error) => {
                value = self.error(error);
                ("reject", id.0, 0, false)
            }
            Effect::Resolve { id, confirmed } => ("resolve", id.0, 0, *confirmed),
            Effect::Fail(id, error) => {
                value = self.error(error);
                ("fail", id.0, 0, false)
            }
            Effect::AdoptClaims(_) => {
                self.subject_former.replace(self.subject());
                copy(&self.body, &self.body_pending);
                return copy(&self.claims, &self.claims_pending);
            }
            Effect::WriteTombstone(_) => {
                value = self.handle(false);
                self.handle_leaving.replace(value.clone());
                ("writeTombstone", 0, 0, false)
            }
            Effect::ClearTombstone => ("clearTombstone", 0, 0, false),
            Effect::ReadTombstone => ("readTombstone", 0, 0, false),
            Effect::NavigateToLogin => {
                (path, body) = (&self.preset.login, &self.preset.return_to);
                ("navigateToLogin", 0, 0, false)
            }
            Effect::NavigateAway => {
                value = part(&self.body_pending, &self.preset.logout_redirect);
                ("navigateAway", 0, 0, false)
            }
        };
        self.page.perform(name, id, a, b, &value, path, body);
    }

    /// Returns the handle of the session that is known, or of the one that is to die.
    fn handle(&self, leaving: bool) -> JsValue {
        if leaving {
            self.handle_leaving.borrow().clone()
        } else {
            part(&self.body, &self.preset.facts.handle)
        }
    }

    fn subject(&self) -> JsValue {
        part(&self.body, &self.preset.facts.subject)
    }

    fn publish(&self) {
        let snapshot = self.machine.borrow().snapshot();
        if self.shown.replace(Some(snapshot)) == Some(snapshot) {
            return;
        }
        let reason = match snapshot.status {
            Status::Unauthenticated(reason) => reason.as_str(),
            Status::Loading | Status::Authenticated => "",
        };
        self.sink.publish(
            snapshot.status.as_str(),
            snapshot.activity.as_str(),
            reason,
            &self.claims.borrow(),
            &self.subject(),
            epoch(snapshot.expires_at),
            epoch(snapshot.idle_expires_at),
            epoch(snapshot.absolute_expires_at),
            &snapshot
                .error
                .map_or(JsValue::UNDEFINED, |error| self.error(&error)),
        );
    }

    fn tell(&self, event: Event) {
        let mut a = JsValue::UNDEFINED;
        let mut b = JsValue::UNDEFINED;
        let name = match event {
            Event::Authenticated => "authenticated",
            Event::Refreshed => "refreshed",
            Event::Expiring { limit, expires_at } => {
                a = limit.as_str().into();
                b = epoch(Some(expires_at)).into();
                "expiring"
            }
            Event::Ended(reason) => {
                a = reason.as_str().into();
                "ended"
            }
            Event::IdentityChanged { .. } => {
                a = self.subject_former.borrow().clone();
                b = self.subject();
                "identity-changed"
            }
            Event::StepUp(_) => "step-up", // the page has the server's words
            Event::Fault(error) => {
                a = self.error(&error);
                "fault"
            }
        };
        self.page.emit(name, &a, &b);
    }

    #[allow(clippy::cast_precision_loss)] // at most an hour
    fn error(&self, error: &Error) -> JsValue {
        let detail = match error.detail {
            Some(detail) if !detail.is_empty() => detail.into(),
            _ if matches!(
                error.code,
                Code::InvalidCredentials | Code::UnexpectedResponse
            ) =>
            {
                self.words.borrow().clone()
            }
            _ => JsValue::UNDEFINED,
        };
        let retry_after = error.retry_after.map_or(f64::NAN, |wait| wait as f64);
        self.page
            .error(error.code.as_str(), &detail, error.status, retry_after)
    }
}

fn copy(to: &Slot, from: &Slot) {
    to.replace(from.borrow().clone());
}

/// Returns a part of an answer; null where there is none.
fn part(body: &Slot, pointer: &str) -> JsValue {
    at(&*body.borrow(), pointer).unwrap_or(JsValue::NULL)
}

#[allow(clippy::cast_precision_loss)] // epoch milliseconds stay below 2^53 for long
fn epoch(at: Option<i64>) -> f64 {
    at.map_or(f64::NAN, |at| at as f64)
}
