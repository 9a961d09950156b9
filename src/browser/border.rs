//! The page: everything outside the engine.
//!
//! What touches the Web APIs is JavaScript (`page/*.js`, one API a file), because there it weighs a
//! tenth: the same adapters through `web-sys` made a module of 34 kB (brotli). Numbers alone cross,
//! and fixed texts on the way out, because each object that crosses wants a table, and each text that
//! comes in an allocation.

use core::cell::Cell;

use wasm_bindgen::prelude::*;

use super::seen::{PRESET, Seen};
use crate::{
    dialect,
    machine::{
        Effect, Error, Event, Intent, Limit, Message, Name, Reason, RequestId, Sink, Snapshot,
        Status,
    },
};

#[wasm_bindgen(module = "/src/browser/page/bound.js")]
extern "C" {
    fn effect(which: u32, id: u32, a: u32, b: bool);
    #[wasm_bindgen(js_name = effect)]
    fn effect_send(which: u32, id: u32, endpoint: u32, intent: u32, handle: u32);
    #[wasm_bindgen(js_name = effect)]
    #[allow(clippy::too_many_arguments)] // the wire form, number by number
    fn effect_broadcast(
        which: u32,
        version: f64,
        news: f64,
        generation: f64,
        identity: f64,
        claims: f64,
        expires_in: f64,
        idle_expires_in: f64,
        absolute_expires_in: f64,
        wait: f64,
    );
    fn event(which: u32, word: u32, at: f64);
    fn snapshot(
        status: u32,
        activity: u32,
        reason: u32,
        expires_at: f64,
        idle_expires_at: f64,
        absolute_expires_at: f64,
    );
    fn fail(which: u32, id: u32, code: u32, detail: u32, status: u32, wait: f64);
}

/// Passes on what the machine says, by the numbers of `page/names.js`.
pub(super) struct Border {
    pub(super) asked: Asked,
}

/// The request in the air.
pub(super) struct Asked {
    pub(super) id: Cell<u32>,
    pub(super) intent: Cell<Intent>,
    /// The digest of the handle that it names: the page keeps the handles.
    handle: Cell<u32>,
    /// Which of the requests that the intent takes.
    pub(super) step: Cell<u32>,
    pub(super) tried: Cell<Tried>,
}

/// Whether a request was made before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    Never,
    /// Cookies are being cleared first, by a logout.
    Clearing,
    Once,
}

impl Border {
    pub(super) const fn new() -> Self {
        Self {
            asked: Asked {
                id: Cell::new(0),
                intent: Cell::new(Intent::Check),
                handle: Cell::new(0),
                step: Cell::new(0),
                tried: Cell::new(Tried::Never),
            },
        }
    }

    fn send(&self, id: RequestId, intent: Intent, handle: Option<Name>) {
        let asked = &self.asked;
        asked.id.set(id.number());
        asked.intent.set(intent);
        asked.handle.set(digest(handle));
        asked.step.set(0);
        asked.send(Tried::Never);
    }
}

impl Asked {
    /// Sends it, by the numbers of `page/names.js`.
    #[inline(never)]
    pub(super) fn send(&self, tried: Tried) {
        self.tried.set(tried);
        let intent = if tried == Tried::Clearing {
            Intent::Logout
        } else {
            self.intent.get()
        };
        let Seen(endpoint) = dialect::ask(&PRESET, intent, self.step.get());
        let (id, handle) = (self.id.get(), self.handle.get());
        effect_send(0, id, endpoint, intent as u32, handle);
    }
}

/// The token of the page was refused.
pub(super) fn doubt() {
    effect(17, 0, 0, false);
}

/// Leaves for where the logout itself takes place; of a page that stays, the request has failed.
pub(super) fn leave(request: u32) {
    effect(16, request, 1, false);
}

impl Sink for Border {
    #[allow(clippy::inline_always)] // known where it is said, an effect becomes one plain call
    #[inline(always)]
    fn effect(&mut self, said: Effect) {
        match said {
            Effect::Send { id, intent, handle } => self.send(id, intent, handle),
            Effect::Abort(id) => effect(1, id.number(), 0, false),
            Effect::AcquireLock { id, steal } => effect(2, id.number(), 0, steal),
            Effect::ReleaseLock(id) => effect(3, id.number(), 0, false),
            Effect::Publish { id, generation } => effect(4, id.number(), generation.0, false),
            Effect::Broadcast(message) => broadcast(&message),
            Effect::Dispatch { id, handle } => effect(6, id.0, digest(handle), false),
            Effect::Deliver(id) => effect(7, id.0, 0, false),
            Effect::Reject(id, error) => failed(8, id.0, &error),
            Effect::Resolve { id, confirmed } => effect(9, id.0, 0, confirmed),
            Effect::Fail(id, error) => failed(10, id.0, &error),
            Effect::AdoptClaims(_) => effect(11, 0, 0, false),
            Effect::WriteTombstone(name) => effect(12, 0, name.low(), false),
            Effect::ClearTombstone(name) => effect(13, 0, name.low(), false),
            Effect::ReadTombstone(name) => effect(14, 0, name.low(), false),
            Effect::NavigateToLogin => effect(15, 0, 0, false),
            Effect::NavigateAway => effect(16, 0, 0, false),
        }
    }

    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn event(&mut self, said: Event) {
        match said {
            Event::Authenticated => happened(0),
            Event::Refreshed => happened(1),
            Event::Expiring { limit, expires_at } => {
                event(2, limit as u32, epoch(Some(expires_at)));
            }
            Event::Ended(reason) => event(3, number(reason), f64::NAN),
            Event::IdentityChanged { .. } => happened(4),
            Event::StepUp(_) => happened(5),
            Event::Fault(error) => failed(6, 0, &error),
        }
    }
}

/// By what the page knows a handle; of no session, zero.
fn digest(handle: Option<Name>) -> u32 {
    handle.map_or(0, Name::low)
}

#[inline(never)]
fn happened(which: u32) {
    event(which, Limit::Session as u32, f64::NAN);
}

#[inline(never)]
fn broadcast(message: &Message) {
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
    effect_broadcast(
        5, version, news, generation, identity, claims, expires_in, idle, absolute, wait,
    );
}

/// Says an error: of an effect if it has an id, else of an event, and by zero of the snapshot.
#[inline(never)]
fn failed(which: u32, id: u32, error: &Error) {
    let wait = error.retry_after();
    fail(
        which,
        id,
        error.code_number().into(),
        error.detail_number().into(),
        error.status().into(),
        wait.map_or(f64::NAN, |wait| wait.get().into()),
    );
}

/// Returns the number that the page knows a reason by.
const fn number(reason: Reason) -> u32 {
    reason as u32 - Reason::None as u32
}

/// Says how the session stands.
pub(super) fn show(shown: &Snapshot) {
    const NO_REASON: u32 = number(Reason::Revoked) + 1;
    let (status, reason) = match shown.status {
        Status::Authenticated => (0, NO_REASON),
        Status::Loading => (1, NO_REASON),
        Status::Unauthenticated(reason) => (2, number(reason)),
    };
    snapshot(
        status,
        shown.activity as u32,
        reason,
        epoch(shown.expires_at),
        epoch(shown.idle_expires_at),
        epoch(shown.absolute_expires_at),
    );
    if let Some(error) = &shown.error {
        failed(0, 0, error);
    }
}

#[allow(clippy::cast_precision_loss)] // epoch milliseconds stay below 2^53 for long
fn epoch(at: Option<i64>) -> f64 {
    at.map_or(f64::NAN, |at| at as f64)
}

// Referred to by `border.js` and `page.js`; declared, so that the bindings carry them along.
macro_rules! carried_along {
    ($($module:literal)*) => {$(
        const _: () = {
            #[wasm_bindgen(module = $module)]
            extern "C" {
                #[allow(dead_code)]
                type Carried;
            }
        };
    )*};
}
carried_along! {
    "/src/browser/page/border.js"
    "/src/browser/page/channel.js"
    "/src/browser/page/endpoint.js"
    "/src/browser/page/inputs.js"
    "/src/browser/page/json.js"
    "/src/browser/page/lifecycle.js"
    "/src/browser/page/locks.js"
    "/src/browser/page/names.js"
    "/src/browser/page/navigation.js"
    "/src/browser/page/page.js"
    "/src/browser/page/requests.js"
    "/src/browser/page/servers.js"
    "/src/browser/page/tombstone.js"
    "/src/browser/page/trace.js"
    "/src/browser/page/values.js"
}
