//! Liveness: when nothing goes wrong any more, every tab learns the truth and comes to rest.

use hallpass::machine::{Activity, Answer, Input, Machine, RefreshWhen, Status};

use crate::{
    clock::Millis, faults::Fault, invariants::Invariant, tab::Life, transition::Transition,
    world::World,
};

/// How long everybody looks away first: longer than a page believes what it just heard.
const LOOKING_AWAY: Millis = 15_000;
/// When requests are counted from, and when it ends: longer than any back-off.
const COUNTED: Millis = 130_000;
const QUIET: Millis = 190_000;
/// The longest that anybody needs the lock without faults: a few requests, and a name.
const LONGEST_HOLD: Millis = 30_000;
/// How often a world that is just busy is looked at again.
const TRIES: u32 = 16;

impl World {
    /// The quiet phase: faults are over, all pages run, and somebody looks at each of them.
    pub(crate) fn calms(&mut self) {
        self.note(|| "the quiet phase begins".into());
        self.faults.over = true;
        if std::mem::take(&mut self.offline) {
            self.tell_all(&Input::WentOnline);
        }
        for tab in 0..self.tabs.len() {
            match self.tabs[tab].life {
                Life::Awake | Life::Loading => {}
                Life::Frozen => self.thaws(tab),
                Life::Cached => self.returns(tab),
                Life::Gone => self.loads(tab),
            }
            self.tabs[tab].visible = false;
            self.feed(tab, Input::BecameHidden);
            let delay = LOOKING_AWAY + self.chance.below(2_000);
            self.plan_in(delay, Transition::LooksAt(tab));
            // What was under way may settle after the first look.
            self.plan_in(delay + LOOKING_AWAY * 2, Transition::LooksAt(tab));
        }
        self.plan_in(COUNTED, Transition::Counts);
        self.plan_in(QUIET, Transition::Ends { tries: 0 });
    }

    /// Everything must have converged by now.
    pub(crate) fn ends(&mut self, tries: u32) {
        let Some((invariant, detail)) = self.unrest() else {
            self.over = true;
            return;
        };
        if tries < TRIES {
            let delay = self.chance.between(300, 2_500);
            return self.plan_in(delay, Transition::Ends { tries: tries + 1 });
        }
        self.violate(invariant, detail);
    }

    fn unrest(&self) -> Option<(Invariant, String)> {
        let truth = self.server.session(self.clock.now, self.jar.cookies);
        for tab in 0..self.tabs.len() {
            let found = self.tab_at_rest(tab, &truth);
            if found.is_some() {
                return found;
            }
        }
        if let Answer::Session(facts) = &truth
            && let Some(handle) = facts.handle
            && self.oracle.departed.contains(&Some(handle))
            && !self.oracle.excused.contains(&handle)
        {
            return Some((Invariant::Undone, format!("that of {handle:?}")));
        }
        if let Some(tombstone) = self.jar.tombstone(self.clock.now) {
            return Some((Invariant::Litter, format!("a tombstone of {tombstone:?}")));
        }
        if self.locks.held_for(self.clock.now) > LONGEST_HOLD {
            let detail = format!("the lock is held by {:?}", self.locks.holder);
            return Some((Invariant::Litter, detail));
        }
        self.too_many()
    }

    fn tab_at_rest(&self, tab: usize, truth: &Answer) -> Option<(Invariant, String)> {
        let one = &self.tabs[tab];
        let Some(snapshot) = one.snapshot() else {
            return Some((Invariant::Diverged, format!("tab {tab} is not there")));
        };
        let status = snapshot.status;
        let told = match truth {
            Answer::Session(facts) => {
                status == Status::Authenticated
                    && snapshot.subject == self.plan.told(*facts).subject
                    && one.shadow.session == facts.handle
            }
            // It lapsed, and nobody has asked for anything since.
            Answer::Expired => {
                let config = &one.config;
                config.when == RefreshWhen::OnDemand && status != Status::Loading
                    || !config.refreshable && matches!(status, Status::Unauthenticated(_))
            }
            // An idle limit that is not mirrored shows when the server is asked, and so does a cookie that is gone
            // where nothing is renewed unasked. Pages of two versions do not hear each other.
            _ => {
                let evicted = self.faults.knows(Fault::Eviction);
                let asks = one.config.when != RefreshWhen::OnDemand || !evicted;
                let deaf = self.tabs.iter().any(|other| other.old != one.old);
                let told = one.config.watch_idle && asks && !deaf;
                !told || matches!(status, Status::Unauthenticated(_))
            }
        };
        // Without locks the others may kill or revive a session at any time; who does not
        // understand them learns that from its next refresh.
        let restless = self.plan.resurrects || self.tabs.iter().any(|tab| tab.old);
        let excused = self.lockless && restless;
        if !(told || excused) {
            let detail = format!("tab {tab} shows {status:?}, the server says {truth:?}");
            return Some((Invariant::Diverged, detail));
        }
        if let Answer::Session(facts) = truth
            && told
            && !one.shadow.has_claims(facts.claims)
        {
            return Some((Invariant::StaleClaims, format!("in tab {tab}")));
        }
        if !one.fetches.is_empty() || !one.calls.is_empty() {
            let open: Vec<_> = one.calls.values().map(|asked| &asked.call).collect();
            let fetches: Vec<_> = one.fetches.keys().collect();
            let detail = format!("tab {tab} waits for {fetches:?} {open:?}");
            return Some((Invariant::Unsettled, detail));
        }
        if matches!(snapshot.activity, Activity::Paused | Activity::Ending) {
            let detail = format!("tab {tab} is still {:?}", snapshot.activity);
            return Some((Invariant::Litter, detail));
        }
        let deadline = one.machine.as_ref().and_then(Machine::poll_timeout);
        if let Some(timer) = deadline.filter(|_| status != Status::Authenticated) {
            let detail = format!("tab {tab} waits for {timer:?} with nobody signed in");
            return Some((Invariant::Restless, detail));
        }
        None
    }

    /// A minute of rest needs one refresh a lifetime, and at most one look by every other tab.
    fn too_many(&self) -> Option<(Invariant, String)> {
        let tabs = self.tabs.len() as u64;
        let lifetimes = (QUIET - COUNTED) / (self.plan.access / 2) + 2;
        let most = lifetimes * (tabs + 1) + tabs;
        // Who does not hear of the others, or cannot wait for them, asks more often.
        let deaf = self.lockless || self.tabs.iter().any(|tab| tab.old);
        let most = if deaf { most * 3 / 2 } else { most };
        let sent = self.oracle.session_requests;
        (sent > most).then(|| {
            let detail = format!("{sent} session requests in a minute, {most} are plenty");
            (Invariant::Restless, detail)
        })
    }
}
