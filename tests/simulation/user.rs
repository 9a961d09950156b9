//! What people and applications do.

use hallpass::machine::{Body, Call, CallId, FetchId, Input, Name};

use crate::{
    clock::Millis,
    faults::Fault,
    invariants::{Asked, Fetch},
    jar::Cookies,
    network::Purpose,
    tab::Life,
    transition::Transition,
    world::World,
};

impl World {
    /// Somebody does something to some tab, and the next one soon.
    pub(crate) fn acts(&mut self) {
        if self.clock.now >= self.calm_at {
            return;
        }
        let pause = self.chance.between(1, 2 * self.plan.pace);
        self.plan_in(pause, Transition::Acts);
        self.something_goes_wrong();
        let tab = self.chance.index(self.tabs.len());
        if self.tabs[tab].life != Life::Awake {
            return;
        }
        let restless = self.chance.below(100) < self.plan.restless;
        let range = if restless { 74..=86 } else { 0..=99 };
        match self.chance.between(*range.start(), *range.end()) {
            0..=39 => self.fetches(tab),
            40..=49 => {
                self.oracle_on_activity(tab);
                self.feed(tab, Input::Active);
            }
            50..=59 => self.looks_elsewhere(tab),
            60..=63 => self.calls(tab, Call::Check),
            64..=66 => self.calls(tab, Call::Refresh),
            67..=70 => {
                let validity = self.chance.pick(&[0, 1_000, 10_000, 1_000_000]);
                self.calls(tab, Call::EnsureFresh(validity));
            }
            71..=73 => self.calls(tab, Call::Extend),
            74..=81 => {
                self.tabs[tab].user = self.chance.below(self.plan.users);
                self.calls(tab, Call::Login);
            }
            82 => {
                self.tabs[tab].user = self.chance.below(self.plan.users);
                self.calls(tab, Call::LoginByNavigation);
            }
            83..=86 => {
                let everywhere = self.chance.in_a_thousand(200);
                self.calls(tab, Call::Logout { everywhere });
            }
            87..=90 => self.gives_up_a_fetch(tab),
            91..=92 => self.signs_in_during_a_renewal(tab),
            93..=94 => self.gives_up_a_sign_in(tab),
            _ => {}
        }
    }

    fn something_goes_wrong(&mut self) {
        let tab = self.chance.index(self.tabs.len());
        let awake = self.tabs[tab].life == Life::Awake;
        if awake && self.strikes(Fault::Freeze) {
            self.freezes(tab);
        } else if awake && self.strikes(Fault::Stall) {
            self.tabs[tab].stalls = true;
            self.freezes(tab);
        } else if awake && self.strikes(Fault::Bfcache) {
            self.is_left_in_the_middle(tab);
            if self.tabs[tab].life != Life::Awake {
                return; // what it did there has led it away
            }
            self.note(|| format!("tab {tab} goes into the back/forward cache"));
            self.caches(tab);
            let span = self.chance.between(10, 20_000);
            let span = self.long_at_times(span);
            self.plan_in(span, Transition::Returns(tab));
        } else if self.tabs[tab].life != Life::Gone
            && let Some(fault) = self.faults.strike_any(
                &mut self.chance,
                &[Fault::Crash, Fault::Discard, Fault::Reload],
            )
        {
            self.note(|| format!("tab {tab}: {}", fault.name()));
            self.unloads(tab);
            let away = if fault == Fault::Reload { 300 } else { 15_000 };
            let span = self.chance.between(10, away);
            self.plan_in(span, Transition::Loads(tab));
        } else if awake && self.strikes(Fault::Dispose) {
            self.note(|| format!("tab {tab} disposes of its session"));
            self.disposes(tab);
            let without = self.chance.pick(&[1, 200, 10_000]);
            let span = self.chance.below(without);
            self.plan_in(span, Transition::Loads(tab));
        } else if self.clock.asleep_until <= self.clock.now
            && let Some(fault) = self
                .faults
                .strike_any(&mut self.chance, &[Fault::Sleep, Fault::DeepSleep])
        {
            let slept = self.chance.pick(&[5_000, 60_000, 600_000, 30_000_000]);
            let slept = self.chance.between(1_000, slept);
            self.note(|| format!("the device: {} for {slept}", fault.name()));
            self.clock.sleep(slept);
            let missed = fault == Fault::DeepSleep;
            self.plan_in(slept, Transition::Wakes { slept, missed });
        } else if self.strikes(Fault::ClockJump) {
            let by = self.chance.pick(&[11_000, 3_600_000, 315_360_000_000]);
            let by = if self.chance.half() { by } else { -by };
            self.clock.jump(by);
            self.note(|| format!("the wall clock jumps by {by}"));
        } else if !self.offline && self.strikes(Fault::Offline) {
            self.offline = true;
            self.note(|| "offline".into());
            self.tell_all(&Input::WentOffline);
            let span = self.chance.between(10, 20_000);
            self.plan_in(span, Transition::NetworkReturns);
        } else {
            self.something_happens_elsewhere(tab);
        }
    }

    /// The page stands still: what arrives waits.
    fn freezes(&mut self, tab: usize) {
        self.tabs[tab].life = Life::Frozen;
        let long = self.chance.pick(&[500, 5_000, 12_000, 60_000]);
        let span = self.chance.between(1, long);
        let span = self.long_at_times(span);
        self.note(|| format!("tab {tab} freezes for {span}"));
        self.plan_in(span, Transition::Thaws(tab));
    }

    /// Every fourth span outlasts the limits of sessions.
    fn long_at_times(&mut self, span: Millis) -> Millis {
        if self.apart.in_a_thousand(250) {
            self.apart.between(span, 300_000)
        } else {
            span
        }
    }

    /// Somebody signs in, here or in another tab, while a renewal is on its way.
    fn signs_in_during_a_renewal(&mut self, tab: usize) {
        self.calls(tab, Call::Refresh);
        let other = self.chance.index(self.tabs.len());
        let tab = if self.chance.half() { tab } else { other };
        let user = self.chance.below(self.plan.users);
        let delay = self.chance.below(2 * self.plan.latency + self.plan.labour);
        self.plan_in(delay, Transition::SignsIn { tab, user });
    }

    pub(crate) fn signs_in(&mut self, tab: usize, user: u64) {
        if self.tabs[tab].life == Life::Awake && self.clock.now < self.calm_at {
            self.tabs[tab].user = user;
            self.calls(tab, Call::Login);
        }
    }

    /// A page that is left may be busy, and somebody else may sign in before it comes back.
    fn is_left_in_the_middle(&mut self, tab: usize) {
        if self.chance.half() {
            self.calls(tab, Call::Refresh);
            self.fetches(tab);
        }
        let other = self.chance.index(self.tabs.len());
        if other != tab
            && self.tabs[other].life == Life::Awake
            && self.faults.knows(Fault::IdentitySwitch)
        {
            let user = self.chance.below(self.plan.users);
            self.send(other, Purpose::Form(user), None, user);
        }
    }

    /// What the server and the application do on their own account.
    fn something_happens_elsewhere(&mut self, tab: usize) {
        if self.strikes(Fault::BackChannel) {
            if let Some(family) = self.server.living(self.clock.now, self.jar.cookies) {
                self.server.families[family].dead = true;
                self.note(|| format!("session s{family} is killed behind our back"));
            }
        } else if self.strikes(Fault::ClaimsChange) {
            if let Some(family) = self.server.living(self.clock.now, self.jar.cookies) {
                self.server.families[family].claims += 1;
            }
        } else if self.tabs[tab].life == Life::Awake && self.strikes(Fault::IdentitySwitch) {
            let user = self.chance.below(self.plan.users);
            self.oracle.turns += 1;
            self.note(|| format!("tab {tab}: own sign-in form as u{user}"));
            self.send(tab, Purpose::Form(user), None, user);
        } else if self.strikes(Fault::Outage) {
            self.goes_down();
        } else if self.strikes(Fault::Eviction) {
            self.evicts();
        }
    }

    /// Some of the cookies are gone.
    fn evicts(&mut self) {
        let cookies = &mut self.jar.cookies;
        match self.later.below(3) {
            0 => cookies.access = None,
            1 => cookies.refresh = None,
            _ => *cookies = Cookies::default(),
        }
        self.oracle.turns += 1;
        self.note(|| format!("cookies are evicted, left are {:?}", self.jar.cookies));
    }

    pub(crate) fn tell_all(&mut self, input: &Input) {
        for tab in 0..self.tabs.len() {
            self.feed(tab, *input);
        }
    }

    /// The application's own form was answered: it asks for a check.
    pub(crate) fn form_answered(&mut self, tab: usize, page: u32) {
        if self.tabs[tab].page == page && self.tabs[tab].life == Life::Awake {
            // If it knows already, by a question of its own, it has no news to tell.
            let newest = self.server.families.last().map(|family| family.handle);
            if !self.knows_of(tab, newest) {
                self.is_heard_entering(newest, 0);
            }
            self.calls(tab, Call::Check);
        }
    }

    fn next_id(&mut self, tab: usize) -> u32 {
        self.tabs[tab].next_id += 1;
        self.tabs[tab].next_id
    }

    pub(crate) fn calls(&mut self, tab: usize, call: Call) {
        let id = CallId(self.next_id(tab));
        // A sign-in that is under way, or of unknown outcome, may have replaced the session shown:
        // then nobody can.
        let shadow = &self.tabs[tab].shadow;
        let replaced = shadow.unsure || shadow.signing.is_some() && !self.plan.login_revokes;
        let handle = shadow.handle().filter(|_| !replaced);
        let fresh = shadow.session.is_none() && shadow.left.is_empty() && !replaced;
        let there = self
            .server
            .living(self.clock.now, self.jar.cookies)
            .filter(|_| fresh)
            .map(|family| self.server.families[family].handle);
        let asked = Asked {
            call,
            handle,
            there,
        };
        self.oracle_on_call(tab, &asked);
        self.tabs[tab].calls.insert(id, asked);
        self.feed(tab, Input::Called(id, call));
    }

    fn fetches(&mut self, tab: usize) {
        let burst = if self.chance.in_a_thousand(100) {
            self.chance.between(2, 6)
        } else {
            1
        };
        for _ in 0..burst {
            if self.tabs[tab].life != Life::Awake {
                return;
            }
            let id = FetchId(self.next_id(tab));
            let body = if self.chance.in_a_thousand(150) {
                Body::Stream
            } else {
                Body::Replayable
            };
            let bound: Option<Name> = self.tabs[tab]
                .snapshot()
                .and_then(|snapshot| snapshot.subject);
            self.tabs[tab].fetches.insert(id, Fetch::new(bound, body));
            self.tabs[tab].shadow.streamed |= body == Body::Stream;
            self.feed(tab, Input::Requested(id, body));
        }
    }

    fn looks_elsewhere(&mut self, tab: usize) {
        let visible = !self.tabs[tab].visible;
        self.tabs[tab].visible = visible;
        self.feed(
            tab,
            if visible {
                Input::BecameVisible
            } else {
                Input::BecameHidden
            },
        );
    }
}
