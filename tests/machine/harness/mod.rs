//! One tab on a virtual clock. Locks, names, and the tombstone answer by themselves; the server
//! answers when a scenario says so.

mod cast;
mod doing;
mod seeing;

use std::collections::BTreeMap;

use hallpass::machine::{
    Answer, CallId, Code, Config, Effect, Error, Event, Facts, FetchId, Generation, Input, Intent,
    Machine, Message, Millis, Name, Now, Output, RequestId, Timer, Timestamp,
};

pub(crate) use cast::{
    LOGOUT, absolute_ann, always, ann, bob, busy, facts, failures, html, idle_ann, losses, named,
    on_demand, renewed, status,
};

pub(crate) const SECOND: Millis = 1_000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const HOUR: Millis = 60 * MINUTE;
/// What the wall clock shows when the page's own clock starts.
pub(crate) const EPOCH: i64 = 1_790_000_000_000;
/// The generation of a renewal that is made then.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // until the year 2109
pub(crate) const FIRST: Generation = Generation((EPOCH >> 10) as u32);

/// A question to a session endpoint that is not answered yet.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) id: RequestId,
    pub(crate) intent: Intent,
    pub(crate) handle: Option<Name>,
}

/// Something that happens to a tab, and what it is called.
pub(crate) type Happening = (&'static str, fn(&mut Tab));
/// What became of a call.
pub(crate) type Settled = Result<bool, Code>;

#[allow(clippy::struct_excessive_bools)] // a panel of switches
pub(crate) struct Tab {
    pub(crate) machine: Machine,
    pub(crate) now: Now,
    /// Whether locks are granted by themselves.
    pub(crate) grants: bool,
    /// Whether names are given by themselves.
    pub(crate) publishes: bool,
    /// The highest generation that another tab holds.
    pub(crate) newest: Option<Generation>,
    /// In the order in which they were written.
    pub(crate) tombstones: Vec<Name>,
    /// Whether the tombstone is read by itself.
    pub(crate) reads: bool,
    pub(crate) air: Vec<Asked>,
    /// Every question since the last `forget`.
    pub(crate) asked: Vec<Asked>,
    pub(crate) aborted: Vec<RequestId>,
    pub(crate) locks: Vec<(RequestId, bool)>,
    pub(crate) released: Vec<RequestId>,
    pub(crate) published: Vec<(RequestId, Generation)>,
    pub(crate) broadcast: Vec<Message>,
    pub(crate) events: Vec<Event>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) timers: Vec<(Millis, Timer)>,
    dispatched: BTreeMap<FetchId, Vec<Option<Name>>>,
    finished: BTreeMap<FetchId, Result<(), Error>>,
    settled: BTreeMap<CallId, Result<bool, Error>>,
    last: u32,
}

impl Tab {
    /// A tab that has not started.
    pub(crate) fn new(config: Config) -> Self {
        Self {
            machine: Machine::new(config),
            now: Now {
                monotonic: Timestamp(0),
                wall: EPOCH,
            },
            grants: true,
            publishes: true,
            newest: None,
            tombstones: Vec::new(),
            reads: true,
            air: Vec::new(),
            asked: Vec::new(),
            aborted: Vec::new(),
            locks: Vec::new(),
            released: Vec::new(),
            published: Vec::new(),
            broadcast: Vec::new(),
            events: Vec::new(),
            effects: Vec::new(),
            timers: Vec::new(),
            dispatched: BTreeMap::new(),
            finished: BTreeMap::new(),
            settled: BTreeMap::new(),
            last: 0,
        }
    }

    /// A tab that started, visible and online, and has asked who is signed in.
    pub(crate) fn started() -> Self {
        Self::started_with(Config::default())
    }

    pub(crate) fn started_with(config: Config) -> Self {
        let mut tab = Self::new(config);
        tab.start();
        tab
    }

    /// Ann is signed in, for five minutes at a time.
    pub(crate) fn signed_in() -> Self {
        Self::signed_in_as(Config::default(), ann())
    }

    pub(crate) fn signed_in_with(config: Config) -> Self {
        Self::signed_in_as(config, ann())
    }

    pub(crate) fn signed_in_as(config: Config, facts: Facts) -> Self {
        let mut tab = Self::started_with(config);
        tab.answer(Answer::Session(facts));
        tab.forget();
        tab
    }

    /// Ann is signed in, and this page has refreshed her session: it knows how long the access part lasts.
    pub(crate) fn refreshed() -> Self {
        let mut tab = Self::signed_in();
        tab.refresh();
        tab.answers(Intent::Refresh, Answer::Session(ann()));
        tab.forget();
        tab
    }

    /// Nobody is signed in.
    pub(crate) fn anonymous() -> Self {
        let mut tab = Self::started();
        tab.answer(Answer::Anonymous);
        tab.forget();
        tab
    }

    pub(crate) fn push(&mut self, input: Input) {
        let outputs: Vec<_> = self.machine.handle(self.now, input).collect();
        let mut answers = Vec::new();
        for output in outputs {
            match output {
                Output::Event(event) => self.events.push(event),
                Output::Effect(effect) => {
                    self.effects.push(effect);
                    answers.extend(self.carry_out(effect));
                }
            }
        }
        for answer in answers {
            self.push(answer);
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Send { id, intent, handle } => {
                let asked = Asked { id, intent, handle };
                self.air.push(asked.clone());
                self.asked.push(asked);
                assert!(self.air.len() <= 1, "two questions at once: {:?}", self.air);
            }
            Effect::Abort(id) => {
                self.air.retain(|asked| asked.id != id);
                self.aborted.push(id);
            }
            Effect::AcquireLock { id, steal } => {
                self.locks.push((id, steal));
                let newest = self.newest;
                return self.grants.then_some(Input::LockGranted { id, newest });
            }
            Effect::ReleaseLock(id) => self.released.push(id),
            Effect::Publish { id, generation } => {
                self.published.push((id, generation));
                return self.publishes.then_some(Input::GenerationPublished(id));
            }
            Effect::Broadcast(message) => self.broadcast.push(message),
            Effect::Dispatch { id, handle } => self.dispatched.entry(id).or_default().push(handle),
            Effect::Deliver(id) => self.finish(id, Ok(())),
            Effect::Reject(id, error) => self.finish(id, Err(error)),
            Effect::Resolve { id, confirmed } => self.settle(id, Ok(confirmed)),
            Effect::Fail(id, error) => self.settle(id, Err(error)),
            Effect::WriteTombstone(handle) => self.tombstones.push(handle),
            Effect::ClearTombstone(handle) => self.tombstones.retain(|other| *other != handle),
            Effect::ReadTombstone(wanted) => {
                let named = |name| self.tombstones.iter().find(move |mark| **mark == name);
                let found = named(wanted).or_else(|| named(Name::NONE));
                let found = found.copied().or_else(|| self.tombstone());
                return self.reads.then_some(Input::TombstoneRead(found));
            }
            Effect::AdoptClaims(_)
            | Effect::NavigateToLogin
            | Effect::NavigateAway
            | Effect::RecallLogin => {}
        }
        None
    }

    fn finish(&mut self, id: FetchId, result: Result<(), Error>) {
        assert!(
            self.finished.insert(id, result).is_none(),
            "{id:?} ended twice"
        );
    }

    fn settle(&mut self, id: CallId, result: Result<bool, Error>) {
        assert!(
            self.settled.insert(id, result).is_none(),
            "{id:?} settled twice"
        );
    }

    /// Lets time pass; deadlines are served when they are due.
    pub(crate) fn wait(&mut self, span: Millis) {
        let until = self.now.monotonic.0 + span;
        let mut served = 0;
        while let Some((at, timer)) = self.machine.poll_timeout() {
            if at.0 > until {
                break;
            }
            served += 1;
            assert!(served < 10_000, "a hot loop of {timer:?}");
            self.jump_to(at.0.max(self.now.monotonic.0));
            self.timers.push((at.0, timer));
            self.push(Input::Timeout);
        }
        self.jump_to(until);
    }

    /// Lets time pass without serving anything, as in a frozen page.
    pub(crate) fn freeze(&mut self, span: Millis) {
        self.jump_to(self.now.monotonic.0 + span);
    }

    fn jump_to(&mut self, at: Millis) {
        self.now.wall += i64::try_from(at - self.now.monotonic.0).unwrap();
        self.now.monotonic = Timestamp(at);
    }

    /// Moves the wall clock alone: somebody set it, or the machine slept.
    pub(crate) fn set_wall(&mut self, by: i64) {
        self.now.wall += by;
    }
}
