//! Inputs in, effects out: owns the machine, and nothing of the page but its two doors.

use std::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;

use super::page::{Page, Subject};
use crate::{
    dialect::{self, Preset},
    machine::{
        Config, Effect, Error, Event, Input, Intent, Machine, Now, Output, Snapshot, Status,
        Timestamp,
    },
};

/// One session in one page.
pub(crate) struct Driver {
    pub(super) preset: &'static Preset,
    /// What the request in the air asks for.
    pub(super) intent: Cell<Intent>,
    page: Page,
    machine: RefCell<Machine>,
    waiting: RefCell<Vec<Input>>,
    running: Cell<bool>,
    shown: Cell<Option<Snapshot>>,
}

impl Driver {
    pub(crate) fn new(preset: &'static Preset, config: Config, page: Page) -> Self {
        let (header, value) = &preset.header;
        page.configure(&preset.base, header, value, &preset.handle_header);
        let places = &preset.facts;
        page.places(
            &places.claims,
            &places.subject,
            &places.handle,
            &preset.words,
            &preset.logout_redirect,
        );
        Self {
            preset,
            intent: Cell::new(Intent::Check),
            page,
            machine: RefCell::new(Machine::new(config)),
            waiting: RefCell::default(),
            running: Cell::default(),
            shown: Cell::default(),
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
        value: &JsValue,
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
            let outputs = self.machine.borrow_mut().handle(now, input).into_outputs();
            for output in &outputs {
                if let Output::Effect(effect) = output {
                    self.perform(effect);
                }
            }
            self.publish();
            for output in &outputs {
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
        let mut text = "";
        let mut more = "";
        let mut span = f64::NAN;
        let mut fail = |error: &Error| {
            let (code, detail, status, wait) = parts(error);
            (text, more, span) = (code, detail, wait);
            status
        };
        let (name, id, a, b) = match effect {
            Effect::Send { id, intent, handle } => {
                self.intent.set(*intent);
                let Some(ask) = dialect::ask(self.preset, *intent) else {
                    return;
                };
                (text, more) = (ask.path, ask.body);
                let about = match (handle, intent) {
                    (None, _) => Subject::Nobody,
                    (Some(_), Intent::Logout { .. }) => Subject::Leaving,
                    (Some(_), _) => Subject::Known,
                };
                let flags = u32::from(ask.post) * 4 + about as u32;
                ("send", id.0, flags, ask.keepalive)
            }
            Effect::Abort(id) => ("abort", id.0, 0, false),
            Effect::AcquireLock { id, steal } => ("acquireLock", id.0, 0, *steal),
            Effect::ReleaseLock(id) => ("releaseLock", id.0, 0, false),
            Effect::Publish { id, generation } => ("publish", id.0, generation.0, false),
            Effect::Broadcast(message) => {
                let [version, news, rest @ ..] = message.to_wire();
                let [
                    generation,
                    identity,
                    claims,
                    expires_in,
                    idle,
                    absolute,
                    wait,
                ] = rest;
                return self.page.broadcast(
                    version, news, generation, identity, claims, expires_in, idle, absolute, wait,
                );
            }
            Effect::Dispatch { id, handle } => ("dispatch", id.0, 0, handle.is_some()),
            Effect::Deliver(id) => ("deliver", id.0, 0, false),
            Effect::Reject(id, error) => ("reject", id.0, fail(error), false),
            Effect::Resolve { id, confirmed } => ("resolve", id.0, 0, *confirmed),
            Effect::Fail(id, error) => ("fail", id.0, fail(error), false),
            Effect::AdoptClaims(_) => ("adopt", 0, 0, false),
            Effect::WriteTombstone(_) => ("writeTombstone", 0, 0, false),
            Effect::ClearTombstone => ("clearTombstone", 0, 0, false),
            Effect::ReadTombstone => ("readTombstone", 0, 0, false),
            Effect::NavigateToLogin => {
                (text, more) = (&self.preset.login, &self.preset.return_to);
                ("navigateToLogin", 0, 0, false)
            }
            Effect::NavigateAway => ("navigateAway", 0, 0, false),
        };
        self.page.perform(name, id, a, b, text, more, span);
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
        let (code, detail, status, wait) = snapshot.error.as_ref().map_or(("", "", 0, 0.0), parts);
        self.page.publish(
            snapshot.status.as_str(),
            snapshot.activity.as_str(),
            reason,
            epoch(snapshot.expires_at),
            epoch(snapshot.idle_expires_at),
            epoch(snapshot.absolute_expires_at),
            code,
            detail,
            status,
            wait,
        );
    }

    fn tell(&self, event: &Event) {
        let (name, text, at) = match event {
            Event::Authenticated => ("authenticated", "", None),
            Event::Refreshed => ("refreshed", "", None),
            Event::Expiring { limit, expires_at } => {
                ("expiring", limit.as_str(), Some(*expires_at))
            }
            Event::Ended(reason) => ("ended", reason.as_str(), None),
            Event::IdentityChanged { .. } => ("identity-changed", "", None),
            Event::StepUp(_) => ("step-up", "", None),
            Event::Fault(error) => {
                let (code, detail, status, wait) = parts(error);
                return self.page.fault(code, detail, status, wait);
            }
        };
        self.page.emit(name, text, epoch(at));
    }
}

/// Takes an error apart: code, detail, status, and how long to wait in milliseconds.
fn parts(error: &Error) -> (&'static str, &'static str, u32, f64) {
    let wait = error.retry_after.map_or(f64::NAN, f64::from);
    (
        error.code.as_str(),
        error.detail.unwrap_or_default(),
        error.status.into(),
        wait,
    )
}

#[allow(clippy::cast_precision_loss)] // epoch milliseconds stay below 2^53 for long
fn epoch(at: Option<i64>) -> f64 {
    at.map_or(f64::NAN, |at| at as f64)
}
