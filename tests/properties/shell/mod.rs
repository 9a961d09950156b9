//! A shell and a server that do what they are told, and check the laws after every input.

mod acting;

use std::collections::{BTreeMap, VecDeque};

use hallpass::machine::{
    Answer, Call, CallId, Config, Effect, Event, FetchId, Input, Intent, Machine, Millis, Name,
    Now, Output, RequestId, Span, Status, Timestamp,
};

/// How the shell of this run behaves by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manners {
    pub(crate) grants: bool,
    pub(crate) publishes: bool,
    pub(crate) reads: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Request {
    sent: usize,
    ended: usize,
    pub(crate) abandoned: bool,
    flying: bool,
}

pub(crate) struct Shell {
    pub(crate) machine: Machine,
    pub(crate) now: Now,
    pub(crate) manners: Manners,
    pub(crate) air: Option<(RequestId, Intent)>,
    /// Locks asked for, and whether they are held.
    locks: BTreeMap<RequestId, bool>,
    publishing: Vec<RequestId>,
    /// The tombstones that are to be read, each by the session that is wanted.
    to_read: VecDeque<Name>,
    /// In the order in which they were written.
    pub(crate) tombstones: Vec<Name>,
    pub(crate) requests: BTreeMap<FetchId, Request>,
    pub(crate) calls: BTreeMap<CallId, usize>,
    /// Those of them that sign in.
    logins: Vec<CallId>,
    /// The page left, and nothing has undone that yet.
    pub(crate) left: bool,
    pub(crate) asked: usize,
    /// Whether requests name the session that they are meant for.
    names: bool,
    /// Somebody set the clock: shown times may move.
    jumped: bool,
    last: u32,
}

impl Shell {
    pub(crate) fn new(config: Config, manners: Manners) -> Self {
        Self {
            names: config.takes_handle,
            machine: Machine::new(config),
            now: Now {
                monotonic: Timestamp(5_000),
                wall: 1_790_000_000_000,
            },
            manners,
            air: None,
            locks: BTreeMap::new(),
            publishing: Vec::new(),
            to_read: VecDeque::new(),
            tombstones: Vec::new(),
            requests: BTreeMap::new(),
            calls: BTreeMap::new(),
            logins: Vec::new(),
            left: false,
            asked: 0,
            jumped: false,
            last: 0,
        }
    }

    pub(crate) fn status(&self) -> Status {
        self.machine.snapshot().status
    }

    pub(crate) fn push(&mut self, input: Input) {
        let before = self.machine.snapshot();
        let left = self.left;
        let outputs: Vec<_> = self.machine.handle(self.now, input).collect();
        let after = self.machine.snapshot();
        if let Input::Called(_, Call::Logout { .. }) = input {
            self.left = true;
        }

        // Somebody is signed in by the word of the server alone.
        let (was, is) = (before.status, after.status);
        if is == Status::Authenticated && was != is {
            let said = matches!(input, Input::Answered(_, Ok(Answer::Session(_))));
            assert!(said, "signed in by {input:?}");
        }
        let ended = |output: &&Output| matches!(output, Output::Event(Event::Ended { .. }));
        let endings = outputs.iter().filter(ended).count();
        if was == Status::Authenticated {
            let gone = matches!(is, Status::Unauthenticated(_));
            assert!(endings >= usize::from(gone), "ended in silence: {input:?}");
        }
        if is != Status::Authenticated {
            let shown = (after.expires_at, after.idle_expires_at);
            assert_eq!(shown, (None, None));
            assert_eq!((after.subject, after.absolute_expires_at), (None, None));
        }
        self.absolute_law(input, before.absolute_expires_at, after.absolute_expires_at);

        let mut answers = Vec::new();
        for output in outputs {
            if let Output::Effect(effect) = output {
                // A limit may have passed while the answer was on its way.
                let somebody = is == Status::Authenticated || matches!(input, Input::Answered(..));
                answers.extend(self.carry_out(effect, left, somebody));
            }
        }
        if self.left {
            assert_ne!(is, Status::Authenticated, "left, and signed in: {input:?}");
        }
        for answer in answers {
            self.push(answer);
        }
    }

    /// The absolute limit moves by the server's word alone, and never beyond it (P20).
    fn absolute_law(&mut self, input: Input, before: Option<i64>, after: Option<i64>) {
        let Some(after) = after else { return };
        match input {
            Input::Answered(_, Ok(Answer::Session(facts))) => {
                // A second is the least there is to plan on.
                let span = facts.absolute_expires_in.map_or(0, Span::millis).max(1_000);
                let span = i64::try_from(span).unwrap_or(i64::MAX);
                let said = self.now.wall.saturating_add(span);
                assert!(after <= said || Some(after) == before, "{after} > {said}");
            }
            _ => assert!(self.jumped || Some(after) <= before),
        }
    }

    /// Reads the tombstone of the session wanted, else one that names none, else the oldest.
    fn read(&mut self, wanted: Name) -> Input {
        let named = |name| self.tombstones.iter().find(move |other| **other == name);
        let found = named(wanted).or_else(|| named(Name::NONE));
        let found = found.or(self.tombstones.first()).copied();
        if found != Some(wanted) {
            self.left = false; // it is gone
        }
        Input::TombstoneRead(found)
    }

    fn carry_out(&mut self, effect: Effect, left: bool, somebody: bool) -> Option<Input> {
        match effect {
            Effect::Send { id, intent, .. } => {
                assert!(self.air.is_none(), "two questions at once");
                self.air = Some((id, intent));
                self.asked += 1;
                let held = self.locks.values().any(|held| *held);
                match intent {
                    Intent::Refresh => {
                        // Where requests name no session, a lapsed one is renewed to learn whose it is.
                        assert!(!self.left || !self.names, "a refresh after leaving");
                        assert!(held, "a refresh without the lock");
                    }
                    Intent::Touch => assert!(!self.left, "a touch after leaving"),
                    Intent::Check | Intent::Login | Intent::Logout | Intent::LogoutEverywhere => {}
                }
            }
            Effect::Abort(id) => {
                self.air.take_if(|(asked, _)| *asked == id);
            }
            Effect::AcquireLock { id, .. } => {
                self.locks.insert(id, self.manners.grants);
                let newest = None;
                return self
                    .manners
                    .grants
                    .then_some(Input::LockGranted { id, newest });
            }
            Effect::ReleaseLock(id) => {
                self.locks.remove(&id);
            }
            Effect::Publish { id, .. } if self.manners.publishes => {
                return Some(Input::GenerationPublished(id));
            }
            Effect::Publish { id, .. } => self.publishing.push(id),
            Effect::Dispatch { id, handle } => {
                assert!(!(left && self.left), "a request after leaving");
                assert!(somebody || handle.is_none(), "a request of nobody");
                let request = self.requests.get_mut(&id).expect("it was made");
                assert!(!request.abandoned && request.ended == 0);
                request.sent += 1;
                request.flying = true;
                assert!(request.sent <= 2, "replayed twice");
            }
            Effect::Deliver(id) | Effect::Reject(id, _) => {
                let request = self.requests.get_mut(&id).expect("it was made");
                request.ended += 1;
                request.flying = false;
                assert!(
                    !request.abandoned && request.ended == 1,
                    "{id:?} ended twice"
                );
                let deliver = matches!(effect, Effect::Deliver(_));
                assert!(!deliver || request.sent > 0, "nothing to deliver");
            }
            Effect::Resolve { id, .. } | Effect::Fail(id, _) => {
                let settled = self.calls.get_mut(&id).expect("it was called");
                *settled += 1;
                assert_eq!(*settled, 1, "{id:?} settled twice");
            }
            Effect::WriteTombstone(handle) => {
                self.to_read.clear(); // what was asked before is answered by now
                self.tombstones.push(handle);
                self.left = true;
            }
            Effect::ClearTombstone(handle) => {
                self.tombstones.retain(|other| *other != handle);
                self.left = false;
            }
            Effect::ReadTombstone(wanted) if self.manners.reads => return Some(self.read(wanted)),
            Effect::ReadTombstone(wanted) => self.to_read.push_back(wanted),
            Effect::Broadcast(message) => {
                assert!(hallpass::machine::Message::from_wire(&message.to_wire()) == Some(message));
            }
            Effect::AdoptClaims(_)
            | Effect::NavigateToLogin
            | Effect::NavigateAway
            | Effect::RecallLogin => {}
        }
        None
    }

    /// Lets time pass; the deadlines served are few, and each is later than the one before.
    pub(crate) fn wait(&mut self, span: Millis) {
        let until = self.now.monotonic.0.saturating_add(span);
        let mut served = 0;
        while let Some((at, timer)) = self.machine.poll_timeout() {
            if at.0 > until {
                break;
            }
            served += 1;
            assert!(served <= 20 + span / 500, "a hot loop of {timer:?}");
            self.jump_to(at.0.max(self.now.monotonic.0));
            self.push(Input::Timeout);
            if let Some((next, timer)) = self.machine.poll_timeout() {
                assert!(next > self.now.monotonic, "{timer:?} is due at once");
            }
        }
        self.jump_to(until);
    }

    pub(crate) fn jump_to(&mut self, at: Millis) {
        let span = at.saturating_sub(self.now.monotonic.0);
        self.now.wall += i64::try_from(span).unwrap();
        self.now.monotonic = Timestamp(at);
    }

    pub(crate) fn open_requests(&self) -> impl Iterator<Item = FetchId> {
        let open = |request: &Request| !request.abandoned && request.ended == 0;
        self.requests
            .iter()
            .filter(move |(_, request)| open(request))
            .map(|(id, _)| *id)
    }

    pub(crate) fn open_calls(&self) -> impl Iterator<Item = CallId> {
        let open = |(_, settled): &(&CallId, &usize)| **settled == 0;
        self.calls.iter().filter(open).map(|(id, _)| *id)
    }
}
