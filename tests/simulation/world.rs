//! One world: a seed, a queue of what is going to happen, and the time that passes between.

use std::collections::BinaryHeap;

use hallpass::machine::{Config, Input, Now, Timestamp};

use crate::{
    chance::Chance,
    clock::{Clock, Millis},
    faults::{Fault, Faults},
    invariants::{Invariant, Violation},
    jar::Jar,
    locks::Locks,
    network::Exchange,
    oracle::Oracle,
    plan::Plan,
    server::Server,
    tab::{Life, Tab},
    transition::{Planned, Transition},
};

/// What makes a page miss what the others do.
const LOSING_TIME: [Fault; 5] = [
    Fault::Freeze,
    Fault::Stall,
    Fault::Bfcache,
    Fault::Sleep,
    Fault::Throttle,
];
/// More than any world needs that is not caught in a loop.
const MOST_STEPS: u64 = 200_000;

#[allow(clippy::struct_excessive_bools)] // each a state of its own
pub(crate) struct World {
    pub(crate) chance: Chance,
    /// What is drawn from here leaves what a seed means otherwise as it is.
    pub(crate) apart: Chance,
    /// And from here what leaves those worlds as they are that know `apart`.
    pub(crate) later: Chance,
    pub(crate) clock: Clock,
    pub(crate) plan: Plan,
    pub(crate) faults: Faults,
    pub(crate) server: Server,
    pub(crate) jar: Jar,
    pub(crate) locks: Locks,
    pub(crate) lockless: bool,
    pub(crate) offline: bool,
    /// Until then requests fail, though nobody says "offline".
    pub(crate) network_at: Millis,
    /// When the device last slept or had no network, or the server was down.
    pub(crate) disturbed_until: Millis,
    /// Until then the server answers 503.
    pub(crate) down_until: Millis,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) oracle: Oracle,
    queue: BinaryHeap<Planned>,
    order: u64,
    /// When the quiet phase begins, if the device is awake then.
    pub(crate) calm_at: Millis,
    pub(crate) steps: u64,
    /// Everything has converged.
    pub(crate) over: bool,
    tracing: bool,
}

/// What became of a world.
pub(crate) struct Fate {
    pub(crate) violation: Option<Violation>,
    pub(crate) struck: [u64; Fault::ALL.len()],
    pub(crate) steps: u64,
    pub(crate) refreshes: u64,
    pub(crate) lived: Millis,
}

impl World {
    /// Makes the world of a seed; `alter` may change the settings of the machine.
    pub(crate) fn new(seed: u64, tracing: bool, alter: &dyn Fn(&mut Config)) -> Self {
        let mut chance = Chance::new(seed);
        let mut plan = Plan::new(&mut chance);
        alter(&mut plan.config);
        let mut apart = Chance::new(!seed);
        let mut later = Chance::new(seed.rotate_left(16));
        plan.has_more(&mut later);
        let mut faults = Faults::new(&mut [&mut chance, &mut apart, &mut later]);
        let mut kind = Chance::new(seed.rotate_left(32));
        if kind.in_a_thousand(60) {
            plan.is_about_idleness(&mut kind);
            faults.are_only(&LOSING_TIME);
        }
        let skew = chance.pick(&[0, 0, 86_400_000, -86_400_000]);
        let lockless = faults.lasts(Fault::LockMissing);
        let tabs = (0..plan.tabs)
            .map(|_| {
                let old = faults.strike(&mut chance, Fault::OldVersion);
                let config = plan.settings(&mut later);
                Tab::new(old, config, later.below(plan.skew + 1))
            })
            .collect();
        let mut world = Self {
            chance,
            apart,
            later,
            clock: Clock::new(skew),
            plan,
            faults,
            server: Server::default(),
            jar: Jar::default(),
            locks: Locks::default(),
            lockless,
            offline: false,
            network_at: 0,
            disturbed_until: 0,
            down_until: 0,
            tabs,
            exchanges: Vec::new(),
            oracle: Oracle::default(),
            queue: BinaryHeap::new(),
            order: 0,
            calm_at: 0,
            steps: 0,
            over: false,
            tracing,
        };
        world.jar.blocked = world.plan.blocked;
        world.server.whole = world.plan.whole;
        world.begins();
        world
    }

    fn begins(&mut self) {
        if self.chance.in_a_thousand(700) {
            let (now, old) = (self.clock.now, self.jar.cookies);
            let reply = self.server.sign_in(&self.plan, now, old, 0);
            self.jar.store(reply.set.expect("a session has cookies"));
            if self.chance.half() {
                self.clock.now += self.chance.below(self.plan.access * 2);
            }
        }
        for tab in 0..self.tabs.len() {
            let delay = self.chance.below(1_500);
            self.plan_in(delay, Transition::Loads(tab));
        }
        self.plan_in(500, Transition::Acts);
        let lively = self.plan.lively;
        self.calm_at = self.clock.now + lively;
        self.plan_in(lively, Transition::Calms);
        let (server, config) = (&self.plan, &self.plan.config);
        self.note(|| {
            format!(
                "{} tabs, {} users, access {} ms, idle {:?}, absolute {:?}, window {:?}, latency {}, labour {}, \
                 resurrects {}, vague {}, login revokes {}, subject {}, handle {}, named {}, refresh {:?}, mixed {}, own idle {:?}, locks {}",
                server.tabs, server.users, server.access, server.idle, server.absolute, server.window, server.latency,
                server.labour, server.resurrects, server.vague, server.login_revokes, server.tells_subject, server.tells_handle, config.takes_handle, config.when, server.mixed, config.idle,
                !self.lockless,
            )
        });
    }

    /// Lets the world live until its end, or until an invariant is broken.
    pub(crate) fn live(mut self) -> Fate {
        while !self.over && self.oracle.violation.is_none() {
            let Some(Planned { at, what, .. }) = self.queue.pop() else {
                break;
            };
            self.steps += 1;
            self.clock.now = at.max(self.clock.now);
            if self.steps > MOST_STEPS {
                self.violate(Invariant::HotLoop, "the world never ends".into());
            } else if at < self.clock.asleep_until && what.is_on_device() {
                let asleep = self.clock.asleep_until - at;
                self.plan_in(asleep, what);
            } else {
                self.happens(what);
            }
        }
        Fate {
            violation: self.oracle.violation,
            struck: self.faults.struck,
            steps: self.steps,
            refreshes: self.oracle.refreshes,
            lived: self.clock.now,
        }
    }

    fn happens(&mut self, what: Transition) {
        match what {
            Transition::Input { tab, page, input } => {
                if self.tabs[tab].page == page {
                    self.feed(tab, input);
                }
            }
            Transition::Timer { tab, token } => self.timer_fires(tab, token),
            Transition::Granted { tab, page, id } => self.granted(tab, page, id),
            Transition::Named {
                tab,
                page,
                id,
                generation,
            } => {
                if self.tabs[tab].page == page && self.tabs[tab].life != Life::Cached {
                    if !self.lockless {
                        self.locks.name(tab, self.clock.now, generation);
                    }
                    self.feed(tab, Input::GenerationPublished(id));
                }
            }
            Transition::Hears { tab, wire } => self.hears(tab, wire),
            Transition::Leaves(id) => self.leaves(id),
            Transition::Arrives(id) => self.arrives(id),
            Transition::Finishes(id) => self.finishes(id),
            Transition::Headers(id) => self.headers_arrive(id),
            Transition::Completes(id) => self.completes(id),
            Transition::Deadline(id) => self.deadline(id),
            Transition::Acts => self.acts(),
            Transition::SignsIn { tab, user } => self.signs_in(tab, user),
            Transition::Loads(tab) => self.loads(tab),
            Transition::Starts { tab, page } => self.starts(tab, page),
            Transition::HasLeft(left) => self.has_left(left),
            Transition::IsMarked(marked) => self.is_marked(marked),
            Transition::HasEntered { handle, turn } => self.has_entered(handle, turn),
            Transition::IsShown { tab, page } => self.is_shown(tab, page),
            Transition::Thaws(tab) => self.thaws(tab),
            Transition::Returns(tab) => self.returns(tab),
            Transition::SignedIn { tab, user } => self.signed_in_at_the_server(tab, user),
            Transition::NetworkReturns => {
                if std::mem::take(&mut self.offline) {
                    self.disturbed_until = self.clock.now;
                    self.tell_all(&Input::WentOnline);
                }
            }
            Transition::Wakes { slept, missed } => {
                if missed {
                    self.clock.missed(slept);
                }
                self.disturbed_until = self.clock.now;
                self.network_is_late();
                self.note(|| "the device wakes".into());
            }
            Transition::Calms => self.calms(),
            Transition::LooksAt(tab) => {
                if std::mem::replace(&mut self.tabs[tab].visible, true) {
                    self.feed(tab, Input::BecameHidden);
                }
                self.feed(tab, Input::BecameVisible);
            }
            Transition::Counts => self.oracle.session_requests = 0,
            Transition::Ends { tries } => self.ends(tries),
        }
    }

    pub(crate) fn plan_in(&mut self, delay: Millis, what: Transition) {
        self.order += 1;
        self.queue.push(Planned {
            at: self.clock.now + delay,
            order: self.order,
            what,
        });
    }

    pub(crate) fn strikes(&mut self, fault: Fault) -> bool {
        let stream = if fault.stream() == 2 {
            &mut self.later
        } else {
            &mut self.chance
        };
        self.faults.strike(stream, fault)
    }

    /// Returns what the clocks show that a page reads.
    pub(crate) fn read_clock(&self, tab: usize) -> Now {
        let mut now = self.clock.read(self.tabs[tab].origin);
        now.wall += self.tabs[tab].skew.cast_signed();
        now
    }

    pub(crate) fn monotonic(&self, tab: usize) -> Timestamp {
        self.clock.read(self.tabs[tab].origin).monotonic
    }

    /// Writes a line of the story, if anybody reads it.
    pub(crate) fn note(&self, line: impl FnOnce() -> String) {
        if self.tracing {
            crate::report::line(&format!("{:>9} {}", self.clock.now, line()));
        }
    }
}
