//! The page: everything outside the engine.
//!
//! What touches the Web APIs is TypeScript (`page/*.ts`, one API a file), because there it weighs a
//! tenth: the same adapters through `web-sys` made a module of 34 kB (brotli). Numbers alone cross,
//! and fixed texts on the way out, because each object that crosses wants a table, and each text that
//! comes in an allocation.

use core::cell::Cell;

use wasm_bindgen::prelude::*;

use super::seen::{PRESET, Seen};
use crate::{
    dialect,
    machine::{
        Code, Detail, Effect, EffectKind, Error, Event, EventKind, Intent, Limit, Message, Name,
        Reason, RequestId, Sink, Snapshot, Status,
    },
};

#[wasm_bindgen(module = "/src/browser/generated/page.js")]
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
    fn event(which: u32, a: u32, b: f64);
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

/// Passes on what the machine says, by number.
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
    /// Sends it.
    pub(super) fn send(&self, tried: Tried) {
        self.tried.set(tried);
        let intent = if tried == Tried::Clearing {
            Intent::Logout
        } else {
            self.intent.get()
        };
        let Seen(endpoint) = dialect::ask(&PRESET, intent, self.step.get());
        let (id, handle) = (self.id.get(), self.handle.get());
        effect_send(EffectKind::Send as u32, id, endpoint, intent as u32, handle);
    }
}

/// The server refused the CSRF token of the page.
pub(super) fn renew_csrf_token() {
    effect(EffectKind::RenewCsrfToken as u32, 0, 0, false);
}

/// Leaves for where the logout itself takes place; of a page that stays, the request has failed.
pub(super) fn leave(request: u32) {
    effect(EffectKind::NavigateAway as u32, request, 1, false);
}

/// The page said something by a number that stands for nothing.
pub(super) fn refuse() {
    let error = Error::from(Code::ConfigInvalid).with_detail(Detail::OtherVersion);
    failed(EventKind::Fault as u32, 0, &error);
}

impl Sink for Border {
    #[allow(clippy::inline_always)] // known where it is said, an effect becomes one plain call
    #[inline(always)]
    fn effect(&mut self, said: Effect) {
        let kind = said.kind() as u32;
        match said {
            Effect::Send { id, intent, handle } => self.send(id, intent, handle),
            Effect::Abort(id) | Effect::ReleaseLock(id) => effect(kind, id.number(), 0, false),
            Effect::AcquireLock { id, steal } => effect(kind, id.number(), 0, steal),
            Effect::Publish { id, generation } => effect(kind, id.number(), generation.0, false),
            Effect::Broadcast(message) => broadcast(&message),
            Effect::Dispatch { id, handle } => effect(kind, id.0, digest(handle), false),
            Effect::Deliver(id) => effect(kind, id.0, 0, false),
            Effect::Reject(id, error) => failed(kind, id.0, &error),
            Effect::Resolve { id, confirmed } => effect(kind, id.0, 0, confirmed),
            Effect::Fail(id, error) => failed(kind, id.0, &error),
            Effect::WriteTombstone(name)
            | Effect::ClearTombstone(name)
            | Effect::ReadTombstone(name) => effect(kind, 0, name.low(), false),
            Effect::AdoptClaims(_)
            | Effect::NavigateToLogin
            | Effect::NavigateAway
            | Effect::RecallLogin => {
                effect(kind, 0, 0, false);
            }
        }
    }

    #[allow(clippy::inline_always)]
    #[inline(always)]
    fn event(&mut self, said: Event) {
        let kind = said.kind() as u32;
        match said {
            Event::Authenticated
            | Event::Refreshed
            | Event::IdentityChanged { .. }
            | Event::StepUp(_) => happened(kind),
            Event::Expiring { limit, expires_at } => {
                event(kind, limit as u32, epoch(Some(expires_at)));
            }
            Event::Ended { reason, by } => event(kind, reason as u32, f64::from(by as u32)),
            Event::Fault(error) => failed(kind, 0, &error),
        }
    }
}

/// By what the page knows a handle; of no session, zero.
fn digest(handle: Option<Name>) -> u32 {
    handle.map_or(0, Name::low)
}

fn happened(which: u32) {
    event(which, Limit::Session as u32, f64::NAN);
}

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
        EffectKind::Broadcast as u32,
        version,
        news,
        generation,
        identity,
        claims,
        expires_in,
        idle,
        absolute,
        wait,
    );
}

/// Says an error: of an effect if it has an id, else of an event, and by zero of the snapshot.
#[allow(clippy::trivially_copy_pass_by_ref)] // one word on the host, two in a browser
fn failed(which: u32, id: u32, error: &Error) {
    let wait = error.retry_after();
    fail(
        which,
        id,
        error.code() as u32,
        error.detail().map_or(NO_DETAIL, |detail| detail as u32),
        error.status().into(),
        wait.map_or(f64::NAN, |wait| wait.get().into()),
    );
}

/// Says how the session stands.
pub(super) fn show(shown: &Snapshot) {
    // Only one who is not signed in has a reason; of the others the page shows none.
    let reason = match shown.status {
        Status::Unauthenticated(reason) => reason,
        Status::Authenticated | Status::Loading => Reason::None,
    };
    snapshot(
        shown.status.kind() as u32,
        shown.activity as u32,
        reason as u32,
        epoch(shown.expires_at),
        epoch(shown.idle_expires_at),
        epoch(shown.absolute_expires_at),
    );
    if let Some(error) = &shown.error {
        failed(0, 0, error);
    }
}

/// The number of no detail.
#[allow(clippy::cast_possible_truncation)] // a handful
const NO_DETAIL: u32 = Detail::ALL.len() as u32;

#[allow(clippy::cast_precision_loss)] // epoch milliseconds stay below 2^53 for long
fn epoch(at: Option<i64>) -> f64 {
    at.map_or(f64::NAN, |at| at as f64)
}
