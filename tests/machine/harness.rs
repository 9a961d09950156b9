//! One tab on a virtual clock. Locks, names, and the tombstone answer by themselves; the server
//! answers when a scenario says so.

use std::collections::BTreeMap;

use hallpass::machine::{
    Activity, Answer, Body, Call, CallId, Code, Config, Effect, Error, Event, Facts, Failure,
    FetchId, Generation, Input, Intent, Machine, Message, Millis, Name, News, Now, Output, Reason,
    RequestId, Snapshot, Status, Timer, Timestamp, Verdict,
};

pub(crate) const SECOND: Millis = 1_000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const HOUR: Millis = 60 * MINUTE;
/// What the wall clock shows when the page's own clock starts.
pub(crate) const EPOCH: i64 = 1_790_000_000_000;

/// A question to a session endpoint that is not answered yet.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) id: RequestId,
    pub(crate) intent: Intent,
    pub(crate) handle: Option<Name>,
}

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
    pub(crate) tombstone: Option<Name>,
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
            tombstone: None,
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

    pub(crate) fn start(&mut self) {
        let tombstone = self.tombstone;
        self.push(Input::Started {
            visible: true,
            online: true,
            tombstone,
        });
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
            Effect::WriteTombstone(handle) => self.tombstone = Some(handle),
            Effect::ClearTombstone => self.tombstone = None,
            Effect::ReadTombstone => {
                let tombstone = self.tombstone;
                return self.reads.then_some(Input::TombstoneRead(tombstone));
            }
            Effect::AdoptClaims(_) | Effect::NavigateToLogin | Effect::NavigateAway => {}
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

    pub(crate) fn call(&mut self, call: Call) -> CallId {
        self.last += 1;
        let id = CallId(self.last);
        self.push(Input::Called(id, call));
        id
    }

    pub(crate) fn check(&mut self) -> CallId {
        self.call(Call::Check)
    }

    pub(crate) fn refresh(&mut self) -> CallId {
        self.call(Call::Refresh)
    }

    pub(crate) fn login(&mut self) -> CallId {
        self.call(Call::Login)
    }

    pub(crate) fn logout(&mut self) -> CallId {
        self.call(Call::Logout { everywhere: false })
    }

    pub(crate) fn request(&mut self) -> FetchId {
        self.request_with(Body::Replayable)
    }

    pub(crate) fn stream(&mut self) -> FetchId {
        self.request_with(Body::Stream)
    }

    fn request_with(&mut self, body: Body) -> FetchId {
        self.last += 1;
        let id = FetchId(self.last);
        self.push(Input::Requested(id, body));
        id
    }

    pub(crate) fn respond(&mut self, id: FetchId, verdict: Verdict) {
        self.push(Input::Responded(id, verdict));
    }

    pub(crate) fn hear(&mut self, message: Message) {
        self.push(Input::Heard(message));
    }

    /// Hears news and nothing more.
    pub(crate) fn hear_of(&mut self, news: News) {
        self.hear(Message::new(news, Generation::default()));
    }

    /// The question in the air.
    #[track_caller]
    pub(crate) fn question(&self) -> Asked {
        self.air.first().expect("nothing is asked").clone()
    }

    /// What is being asked, if anything.
    pub(crate) fn asks(&self) -> Option<Intent> {
        self.air.first().map(|asked| asked.intent)
    }

    #[track_caller]
    pub(crate) fn answer(&mut self, answer: Answer) {
        let asked = self.question();
        self.air.clear();
        self.push(Input::Answered(asked.id, Ok(answer)));
    }

    /// Answers the question in the air, which has to be this one.
    #[track_caller]
    pub(crate) fn answers(&mut self, intent: Intent, answer: Answer) {
        assert_eq!(self.asks(), Some(intent));
        self.answer(answer);
    }

    #[track_caller]
    pub(crate) fn fail(&mut self, failure: Failure) {
        let asked = self.question();
        self.air.clear();
        self.push(Input::Answered(asked.id, Err(failure)));
    }

    /// How often this was asked since the last `forget`.
    pub(crate) fn times(&self, intent: Intent) -> usize {
        let same = |asked: &&Asked| asked.intent == intent;
        self.asked.iter().filter(same).count()
    }

    /// What was asked since the last `forget`, in order.
    pub(crate) fn history(&self) -> Vec<Intent> {
        self.asked.iter().map(|asked| asked.intent).collect()
    }

    /// Forgets what was recorded, not what is in the air.
    pub(crate) fn forget(&mut self) {
        self.asked.clear();
        self.events.clear();
        self.broadcast.clear();
        self.effects.clear();
        self.timers.clear();
        self.locks.clear();
        self.released.clear();
        self.published.clear();
        self.aborted.clear();
    }

    pub(crate) fn sent(&self, id: FetchId) -> usize {
        self.dispatched.get(&id).map_or(0, Vec::len)
    }

    /// Under which handle a request was sent last.
    pub(crate) fn sent_under(&self, id: FetchId) -> Option<Name> {
        *self.dispatched.get(&id)?.last()?
    }

    pub(crate) fn delivered(&self, id: FetchId) -> bool {
        self.finished.get(&id) == Some(&Ok(()))
    }

    pub(crate) fn rejection(&self, id: FetchId) -> Option<&Error> {
        self.finished.get(&id)?.as_ref().err()
    }

    pub(crate) fn rejected(&self, id: FetchId) -> Option<Code> {
        self.rejection(id).map(|error| error.code)
    }

    pub(crate) fn outcome(&self, id: CallId) -> Option<Settled> {
        let settled = self.settled.get(&id)?.as_ref();
        Some(settled.copied().map_err(|error| error.code))
    }

    pub(crate) fn failure(&self, id: CallId) -> Option<&Error> {
        self.settled.get(&id)?.as_ref().err()
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.machine.snapshot()
    }

    pub(crate) fn status(&self) -> Status {
        self.snapshot().status
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        self.status() == Status::Authenticated
    }

    pub(crate) fn reason(&self) -> Option<Reason> {
        match self.status() {
            Status::Unauthenticated(reason) => Some(reason),
            Status::Loading | Status::Authenticated => None,
        }
    }

    pub(crate) fn activity(&self) -> Activity {
        self.snapshot().activity
    }

    pub(crate) fn error(&self) -> Option<Code> {
        self.snapshot().error.map(|error| error.code)
    }

    pub(crate) fn news(&self) -> Vec<News> {
        self.broadcast.iter().map(|message| message.news).collect()
    }

    pub(crate) fn told(&self, news: News) -> usize {
        let same = |message: &&Message| message.news == news;
        self.broadcast.iter().filter(same).count()
    }

    pub(crate) fn saw(&self, event: &Event) -> usize {
        self.events.iter().filter(|seen| *seen == event).count()
    }

    pub(crate) fn did(&self, effect: &Effect) -> usize {
        self.effects.iter().filter(|done| *done == effect).count()
    }

    /// How long until the next deadline, and which.
    pub(crate) fn next(&self) -> Option<(Millis, Timer)> {
        let (at, timer) = self.machine.poll_timeout()?;
        Some((at.since(self.now.monotonic), timer))
    }

    pub(crate) fn active(&mut self) {
        self.push(Input::Active);
    }
}

/// Ann, for five minutes.
pub(crate) fn ann() -> Facts {
    facts("ann", Some(300))
}

pub(crate) fn bob() -> Facts {
    facts("bob", Some(300))
}

pub(crate) fn facts(who: &str, expires_in: Option<u64>) -> Facts {
    Facts {
        subject: Some(who.into()),
        handle: Some(format!("session-of-{who}").into()),
        claims: 1,
        expires_in: expires_in.map(|seconds| seconds * SECOND),
        idle_expires_in: None,
        absolute_expires_in: None,
    }
}

/// Ann, with an idle limit in seconds.
pub(crate) fn idle_ann(seconds: u64) -> Facts {
    Facts {
        idle_expires_in: Some(seconds * SECOND),
        ..ann()
    }
}

/// Ann, with an absolute limit in seconds.
pub(crate) fn absolute_ann(seconds: u64) -> Facts {
    Facts {
        absolute_expires_in: Some(seconds * SECOND),
        ..ann()
    }
}

/// What another tab says after it refreshed for Ann.
pub(crate) fn renewed(generation: u32) -> Message {
    let mut peer = Tab::signed_in();
    for _ in 0..generation {
        peer.refresh();
        peer.answer(Answer::Session(ann()));
    }
    let news = |message: &&Message| message.news == News::Renewed;
    *peer.broadcast.iter().rfind(news).expect("it tells")
}

pub(crate) fn status(status: u16) -> Failure {
    Failure::Status {
        status,
        retry_after: None,
    }
}

pub(crate) fn busy(retry_after: u64) -> Failure {
    Failure::Status {
        status: 429,
        retry_after: Some(retry_after * SECOND),
    }
}

pub(crate) fn html() -> Failure {
    Failure::Unexpected {
        status: 200,
        what: "text/html",
    }
}

/// Every way in which a question brings no answer.
pub(crate) fn failures() -> [Failure; 7] {
    [
        Failure::Network,
        Failure::Timeout,
        Failure::Stale,
        status(500),
        status(503),
        html(),
        busy(1),
    ]
}

/// What the shell keeps of a text, and the machine its name alone.
#[allow(clippy::unnecessary_wraps)] // compared with what may be absent
pub(crate) fn named(text: &str) -> Option<Name> {
    Some(text.into())
}
