//! A shell and a server that do what they are told, and check the laws after every input.

use std::collections::BTreeMap;

use hallpass::machine::{
    Answer, Body, Call, CallId, Config, Effect, Event, Facts, Failure, FetchId, Generation, Input,
    Intent, Machine, Millis, Name, Now, Output, RequestId, Status, Timestamp, Verdict,
};

use crate::action::Action;

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
    to_read: usize,
    pub(crate) tombstone: Option<Name>,
    pub(crate) requests: BTreeMap<FetchId, Request>,
    pub(crate) calls: BTreeMap<CallId, usize>,
    /// The page left, and nothing has undone that yet.
    pub(crate) left: bool,
    pub(crate) asked: usize,
    /// Somebody set the clock: shown times may move.
    jumped: bool,
    last: u32,
}

impl Shell {
    pub(crate) fn new(config: Config, manners: Manners) -> Self {
        Self {
            machine: Machine::new(config),
            now: Now {
                monotonic: Timestamp(5_000),
                wall: 1_790_000_000_000,
            },
            manners,
            air: None,
            locks: BTreeMap::new(),
            publishing: Vec::new(),
            to_read: 0,
            tombstone: None,
            requests: BTreeMap::new(),
            calls: BTreeMap::new(),
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
        match input {
            Input::Called(_, Call::Logout { .. }) => self.left = true,
            Input::TombstoneRead(None) => self.left = false,
            _ => {}
        }

        // Somebody is signed in by the word of the server alone.
        let (was, is) = (before.status, after.status);
        if is == Status::Authenticated && was != is {
            let said = matches!(input, Input::Answered(_, Ok(Answer::Session(_))));
            assert!(said, "signed in by {input:?}");
        }
        let ended = |output: &&Output| matches!(output, Output::Event(Event::Ended(_)));
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
                let span = facts.absolute_expires_in.unwrap_or(0).max(1_000);
                let span = i64::try_from(span).unwrap_or(i64::MAX);
                let said = self.now.wall.saturating_add(span);
                assert!(after <= said || Some(after) == before, "{after} > {said}");
            }
            _ => assert!(self.jumped || Some(after) <= before),
        }
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
                        assert!(!self.left, "a refresh after leaving");
                        assert!(held, "a refresh without the lock");
                    }
                    Intent::Touch => assert!(!self.left, "a touch after leaving"),
                    Intent::Check | Intent::Login | Intent::Logout { .. } => {}
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
                self.tombstone = Some(handle);
                self.left = true;
            }
            Effect::ClearTombstone => {
                self.tombstone = None;
                self.left = false;
            }
            Effect::ReadTombstone if self.manners.reads => {
                return Some(Input::TombstoneRead(self.tombstone));
            }
            Effect::ReadTombstone => self.to_read += 1,
            Effect::Broadcast(message) => {
                assert!(hallpass::machine::Message::from_wire(message.to_wire()) == Some(message));
            }
            Effect::AdoptClaims(_) | Effect::NavigateToLogin | Effect::NavigateAway => {}
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

    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    pub(crate) fn call(&mut self, call: Call) {
        let id = CallId(self.next());
        self.calls.insert(id, 0);
        self.push(Input::Called(id, call));
    }

    pub(crate) fn reply(&mut self, result: Result<Answer, Failure>) {
        if let Some((id, _)) = self.air.take() {
            self.push(Input::Answered(id, result));
        }
    }

    fn grant(&mut self, newest: Option<Generation>) {
        let waits = self.locks.iter_mut().find(|(_, held)| !**held);
        if let Some((&id, held)) = waits {
            *held = true;
            self.push(Input::LockGranted { id, newest });
        }
    }

    fn flying(&self, which: usize) -> Option<FetchId> {
        let flying: Vec<_> = self.requests.iter().filter(|(_, r)| r.flying).collect();
        (!flying.is_empty()).then(|| *flying[which % flying.len()].0)
    }

    pub(crate) fn act(&mut self, action: Action) {
        match action {
            Action::Wait(span) => self.wait(span),
            Action::Freeze(span) => self.jump_to(self.now.monotonic.0 + span),
            Action::SetWall(by) => {
                self.jumped = true;
                self.now.wall += by;
            }
            Action::Check => self.call(Call::Check),
            Action::Refresh => self.call(Call::Refresh),
            Action::EnsureFresh(validity) => self.call(Call::EnsureFresh(validity)),
            Action::Extend => self.call(Call::Extend),
            Action::Login => self.call(Call::Login),
            Action::LoginByNavigation => self.call(Call::LoginByNavigation),
            Action::Logout(everywhere) => self.call(Call::Logout { everywhere }),
            Action::Request { stream } => {
                let body = if stream {
                    Body::Stream
                } else {
                    Body::Replayable
                };
                let id = FetchId(self.next());
                self.requests.insert(id, Request::default());
                self.push(Input::Requested(id, body));
            }
            Action::Abandon(which) => {
                let open: Vec<_> = self.open_requests().collect();
                if let Some(&id) = open.get(which % open.len().max(1)) {
                    let request = self.requests.get_mut(&id).expect("it is open");
                    (request.abandoned, request.flying) = (true, false);
                    self.push(Input::Abandoned(id));
                }
            }
            Action::Respond(which, verdict) => {
                if let Some(id) = self.flying(which) {
                    self.requests.get_mut(&id).expect("it flies").flying = false;
                    self.push(Input::Responded(id, verdict));
                }
            }
            Action::Answer(answer) => self.reply(Ok(answer)),
            Action::Fail(failure) => self.reply(Err(failure)),
            Action::Grant(newest) => self.grant(newest.map(Generation)),
            Action::LoseLock => {
                let lock = self.locks.iter().find(|(_, held)| **held);
                if let Some(id) = lock.map(|(id, _)| *id) {
                    self.locks.remove(&id);
                    self.push(Input::LockLost(id));
                }
            }
            Action::Publish => {
                if let Some(id) = self.publishing.pop() {
                    self.push(Input::GenerationPublished(id));
                }
            }
            Action::ReadTombstone => {
                if self.to_read > 0 {
                    self.to_read -= 1;
                    self.push(Input::TombstoneRead(self.tombstone));
                }
            }
            Action::Tombstone(handle) => self.tombstone = handle.map(Into::into),
            Action::Hear(message) => self.push(Input::Heard(message)),
            Action::Active => self.push(Input::Active),
            Action::Visible => self.push(Input::BecameVisible),
            Action::Hidden => self.push(Input::BecameHidden),
            Action::Online => self.push(Input::WentOnline),
            Action::Offline => self.push(Input::WentOffline),
            Action::Resumed => self.push(Input::Resumed),
            Action::Restored => self.push(Input::Restored),
            Action::Garbage(id, kind) => self.garbage(id.saturating_add(1 << 20), kind),
        }
    }

    fn garbage(&mut self, id: u32, kind: u8) {
        let (request, newest) = (RequestId(id), Some(Generation(u32::from(kind))));
        self.push(match kind % 8 {
            0 => Input::Answered(request, Ok(Answer::Anonymous)),
            1 => Input::Answered(request, Ok(Answer::Session(Facts::default()))),
            2 => Input::Answered(request, Err(Failure::Network)),
            3 => Input::LockGranted {
                id: request,
                newest,
            },
            4 => Input::LockLost(request),
            5 => Input::GenerationPublished(request),
            6 => Input::Responded(FetchId(id), Verdict::Expired),
            _ => Input::Abandoned(FetchId(id)),
        });
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

    /// The world becomes kind: everything is granted, and everybody answers as they should.
    pub(crate) fn calm_down(&mut self, session: Facts) {
        self.manners = Manners {
            grants: true,
            publishes: true,
            reads: true,
        };
        let mut alive = self.status() == Status::Authenticated;
        for action in [Action::Online, Action::Visible] {
            self.act(action);
        }
        for round in 0..200 {
            self.grant(None);
            self.act(Action::Publish);
            self.act(Action::ReadTombstone);
            self.act(Action::Respond(0, Verdict::Passed));
            self.act(Action::Active);
            if let Some((_, intent)) = self.air {
                alive = match intent {
                    Intent::Login => true,
                    Intent::Logout { .. } => false,
                    Intent::Check | Intent::Refresh | Intent::Touch => alive,
                };
                self.reply(Ok(match intent {
                    Intent::Logout { .. } => Answer::LoggedOut { elsewhere: false },
                    _ if alive => Answer::Session(session),
                    _ => Answer::Anonymous,
                }));
            } else if round < 150 {
                self.wait(30_000);
            } else {
                break;
            }
        }
    }
}
