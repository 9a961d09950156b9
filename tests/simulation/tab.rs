//! One tab and its page: hands inputs to the production machine, carries its effects out.

use std::collections::{BTreeMap, VecDeque};

use hallpass::machine::{
    Answer, CallId, Config, Effect, FetchId, Input, Intent, Machine, Name, News, Now, Output,
    RequestId, Snapshot,
};

use crate::{
    clock::Millis,
    faults::Fault,
    invariants::{Asked, Fetch, Shadow},
    locks::Claim,
    network::Purpose,
    transition::Transition,
    world::World,
};

/// Whether a page runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// The module is on its way: the channel is open and the first question asked, no more.
    Loading,
    Awake,
    /// Keeps its locks and its place in queues; what arrives waits.
    Frozen,
    /// In the back/forward cache: keeps nothing, hears nothing.
    Cached,
    Gone,
}

/// What waits for a frozen page.
#[derive(Debug)]
pub(crate) enum Waiting {
    Input(Input),
    Granted(RequestId),
}

pub(crate) struct Tab {
    pub(crate) machine: Option<Machine>,
    pub(crate) life: Life,
    /// Counts the pages that lived in this tab.
    pub(crate) page: u32,
    pub(crate) visible: bool,
    /// It stands still, rather than having been frozen, and is not told when it goes on.
    pub(crate) stalls: bool,
    pub(crate) origin: Millis,
    pub(crate) waiting: VecDeque<Waiting>,
    timer: u64,
    /// What its clock shows beyond that of the device.
    pub(crate) skew: Millis,
    pub(crate) config: Config,
    /// Runs a version whose messages nobody else here understands.
    pub(crate) old: bool,
    pub(crate) next_id: u32,
    pub(crate) fetches: BTreeMap<FetchId, Fetch>,
    pub(crate) calls: BTreeMap<CallId, Asked>,
    /// Whom the sign-in form names.
    pub(crate) user: u64,
    pub(crate) answers: Option<(RequestId, Name, u32)>,
    /// The question asked before the module was there.
    pub(crate) early: Option<usize>,
    /// When the page was there.
    pub(crate) started_at: Millis,
    pub(crate) shadow: Shadow,
}

impl Tab {
    pub(crate) fn new(old: bool, config: Config, skew: Millis) -> Self {
        Self {
            config,
            skew,
            machine: None,
            life: Life::Gone,
            page: 0,
            visible: true,
            stalls: false,
            origin: 0,
            waiting: VecDeque::new(),
            timer: 0,
            old,
            next_id: 0,
            fetches: BTreeMap::new(),
            calls: BTreeMap::new(),
            user: 0,
            answers: None,
            early: None,
            started_at: 0,
            shadow: Shadow::default(),
        }
    }

    pub(crate) fn snapshot(&self) -> Option<Snapshot> {
        self.machine.as_ref().map(Machine::snapshot)
    }
}

impl World {
    /// Plans that a page is told something, soon.
    pub(crate) fn tell(&mut self, tab: usize, page: u32, input: Input) {
        self.plan_in(0, Transition::Input { tab, page, input });
    }

    /// The callback of a granted lock looks which names there are, and tells the machine.
    pub(crate) fn granted(&mut self, tab: usize, page: u32, id: RequestId) {
        if self.tabs[tab].page != page {
            return;
        }
        match self.tabs[tab].life {
            Life::Frozen => self.tabs[tab].waiting.push_back(Waiting::Granted(id)),
            Life::Cached | Life::Gone | Life::Loading => {}
            Life::Awake => {
                let newest = self.locks.newest(self.clock.now);
                self.feed(tab, Input::LockGranted { id, newest });
            }
        }
    }

    /// Hands an input to the machine, and carries out what comes of it.
    pub(crate) fn feed(&mut self, tab: usize, input: Input) {
        let now = self.read_clock(tab);
        self.feed_at(tab, now, input);
    }

    /// Hands over an input that bears the time of something earlier.
    pub(crate) fn feed_at(&mut self, tab: usize, now: Now, input: Input) {
        match self.tabs[tab].life {
            Life::Awake => {}
            Life::Frozen => return self.tabs[tab].waiting.push_back(Waiting::Input(input)),
            // It came just before: the page hears of it when it comes back.
            Life::Cached if matches!(input, Input::Responded(..)) => {
                return self.tabs[tab].waiting.push_back(Waiting::Input(input));
            }
            Life::Cached | Life::Gone | Life::Loading => return,
        }
        self.note(|| format!("tab {tab} ← {input:?}"));
        self.oracle_before(tab, &input);
        let mut told = input;
        if let Input::Answered(id, Ok(Answer::Session(facts))) = &mut told {
            *facts = self.plan.told(*facts);
            let subject = facts.subject.unwrap_or(Name::NONE);
            self.tabs[tab].answers = Some((*id, subject, facts.claims));
        }
        let Some(machine) = self.tabs[tab].machine.as_mut() else {
            return;
        };
        let outputs: Vec<Output> = machine.handle(now, told).collect();
        for output in outputs {
            self.note(|| format!("tab {tab}   → {output:?}"));
            if self.tabs[tab].machine.is_none() {
                break; // it has left the page
            }
            match output {
                Output::Effect(effect) => self.carry_out(tab, effect),
                Output::Event(event) => self.oracle_on_event(tab, &event, &input),
            }
        }
        if self.tabs[tab].machine.is_some() {
            self.oracle_after(tab, now);
            self.arm(tab);
        }
    }

    /// Arms the one timeout of a page.
    fn arm(&mut self, tab: usize) {
        let throttled = !self.tabs[tab].visible && self.strikes(Fault::Throttle);
        let late = if throttled {
            self.chance.below(60_000)
        } else {
            self.chance.below(4)
        };
        let one = &mut self.tabs[tab];
        one.timer += 1;
        let token = one.timer;
        let deadline = one.machine.as_ref().and_then(Machine::poll_timeout);
        let Some((deadline, _)) = deadline else {
            return;
        };
        let passed = self.clock.monotonic() - one.origin;
        let delay = deadline.0.saturating_sub(passed) + late;
        self.plan_in(delay, Transition::Timer { tab, token });
    }

    pub(crate) fn timer_fires(&mut self, tab: usize, token: u64) {
        if self.tabs[tab].timer == token && self.tabs[tab].life == Life::Awake {
            self.feed(tab, Input::Timeout);
        }
    }

    fn carry_out(&mut self, tab: usize, effect: Effect) {
        let page = self.tabs[tab].page;
        let claim = |id| Claim { tab, page, id };
        match effect {
            Effect::Send { id, intent, handle } => self.asks(tab, id, intent, handle),
            Effect::Abort(request) => {
                for exchange in &mut self.exchanges {
                    let same = matches!(exchange.purpose, Purpose::Session(id, _) if id == request);
                    exchange.aborted |= same && exchange.tab == tab && exchange.page == page;
                }
            }
            Effect::AcquireLock { id, .. } if self.lockless => {
                self.tell(tab, page, Input::LockGranted { id, newest: None });
            }
            Effect::AcquireLock { id, steal } => {
                if let Some(robbed) = self.locks.request(claim(id), steal) {
                    self.oracle_on_stealing(tab, robbed);
                    let delay = self.chance.between(4, 8);
                    let (tab, page) = (robbed.tab, robbed.page);
                    let input = Input::LockLost(robbed.id);
                    self.plan_in(delay, Transition::Input { tab, page, input });
                }
                self.grant();
            }
            Effect::ReleaseLock(id) => {
                if self.locks.queue.contains(&claim(id)) {
                    self.oracle.impatient_at = Some(self.clock.now);
                }
                self.locks.release(claim(id));
                self.grant();
            }
            Effect::Publish { id, generation } => {
                let delay = if self.lockless {
                    0
                } else {
                    self.chance.below(5)
                };
                let named = Transition::Named {
                    tab,
                    page,
                    id,
                    generation,
                };
                self.plan_in(delay, named);
            }
            Effect::Broadcast(message) => {
                if message.news == News::Ping {
                    self.tabs[tab].shadow.pinged = Some(self.clock.now);
                }
                self.broadcast(tab, message);
            }
            Effect::Dispatch { id, handle } => {
                self.oracle_on_dispatch(tab, id);
                self.send(tab, Purpose::Fetch(id), handle, 0);
            }
            Effect::Deliver(id) => self.oracle_on_delivery(tab, id),
            Effect::Reject(id, error) => {
                for exchange in &mut self.exchanges {
                    let same = exchange.purpose == Purpose::Fetch(id);
                    exchange.aborted |= same && exchange.tab == tab && exchange.page == page;
                }
                self.oracle_on_rejection(tab, id, error);
            }
            Effect::Resolve { id, confirmed } => self.oracle_on_resolve(tab, id, confirmed),
            Effect::Fail(id, error) => self.oracle_on_failure(tab, id, error),
            Effect::AdoptClaims(id) => self.oracle_on_claims(tab, id),
            Effect::WriteTombstone(handle) => {
                self.write_tombstone(tab, handle, true);
            }
            Effect::ClearTombstone(handle) => {
                if handle == Name::NONE {
                    self.oracle_on_clearing(tab);
                }
                self.write_tombstone(tab, handle, false);
            }
            Effect::ReadTombstone(wanted) => {
                let seen = self.jar.read(tab, self.clock.now, wanted);
                self.tell(tab, page, Input::TombstoneRead(seen));
            }
            Effect::NavigateToLogin => {
                let user = self.tabs[tab].user;
                self.unloads(tab);
                let delay = self.chance.between(200, 2_000);
                self.plan_in(delay, Transition::SignedIn { tab, user });
            }
            Effect::RecallLogin => {}
            Effect::NavigateAway => {
                self.unloads(tab);
                let delay = self.chance.between(200, 2_000);
                self.plan_in(delay, Transition::Loads(tab));
            }
        }
    }

    /// Asks a session endpoint, unless the question has been asked already.
    fn asks(&mut self, tab: usize, id: RequestId, intent: Intent, handle: Option<Name>) {
        if intent == Intent::Check
            && let Some(early) = self.tabs[tab].early.take()
        {
            return self.take_early(tab, early, id);
        }
        let user = self.tabs[tab].user;
        self.oracle_on_sending(tab, id, intent);
        if intent == Intent::Login {
            self.tabs[tab].shadow.signing = Some(self.exchanges.len());
        }
        self.send(tab, Purpose::Session(id, intent), handle, user);
    }
}
