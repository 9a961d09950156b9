//! What one tab does, every other hears: without looking, and without being looked at (P15).

use hallpass::machine::{Answer, Call, Name, Status};

use crate::{
    clock::Millis, faults::Fault, invariants::Invariant, tab::Life, transition::Transition,
    world::World,
};

/// How soon a logout shows in every tab that lives.
const AT_ONCE: Millis = 100;
/// How soon every tab has looked for the tombstone, and where another window's cookie shows late.
const SEEN: Millis = 12;
const SEEN_LATE: Millis = 150;
/// What may go wrong without keeping anybody from hearing of a logout.
const HARMLESS: [Fault; 9] = [
    Fault::Delay,
    Fault::DropRequest,
    Fault::DropResponse,
    Fault::ServerError,
    Fault::GatewayError,
    Fault::TooMany,
    Fault::Offline,
    Fault::Throttle,
    Fault::ClaimsChange,
];
/// What may go wrong without keeping anybody from learning of a sign-in.
const UNRELATED: [Fault; 5] = [
    Fault::Throttle,
    Fault::LateCookie,
    Fault::StepUp,
    Fault::IdentitySwitch,
    Fault::ClaimsChange,
];

/// A tab that is to learn of a logout elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leaving {
    tab: usize,
    page: u32,
    /// The session it shows, and that was left.
    handle: Name,
    turn: u64,
    since: Millis,
    /// It found no tombstone, and had time to ask.
    asked: bool,
}

impl World {
    /// Somebody leaves in a tab that is looked at: who shows that session is to learn it at once.
    pub(crate) fn is_heard_leaving(&mut self, tab: usize, handle: Option<Name>) {
        self.oracle.turns += 1;
        let Some(handle) = handle else { return };
        // Who sees no tombstone has to ask.
        let asks = self.faults.knows(Fault::LateCookie);
        let heard = self.faults.only(if asks { &UNRELATED } else { &HARMLESS });
        if !self.tabs[tab].visible || !heard {
            return;
        }
        for other in 0..self.tabs.len() {
            let one = &self.tabs[other];
            if one.life == Life::Awake && one.shadow.handle() == Some(handle) {
                let left = Leaving {
                    tab: other,
                    page: one.page,
                    handle,
                    turn: self.oracle.turns,
                    since: self.clock.now,
                    asked: false,
                };
                // A logout that is confirmed before its tombstone is seen is asked about.
                self.plan_in(AT_ONCE + 2 * self.plan.latency, Transition::HasLeft(left));
            }
        }
    }

    pub(crate) fn has_left(&mut self, left: Leaving) {
        let Leaving { tab, handle, .. } = left;
        let one = &self.tabs[tab];
        let shows = one.page == left.page && one.shadow.handle() == Some(handle);
        if !shows || one.life != Life::Awake || self.oracle.turns != left.turn {
            return;
        }
        // Who finds no tombstone, or that of another session in its place, has to ask: over a network
        // that fails it learns later, over one that works as soon as it can.
        let late = self.faults.knows(Fault::LateCookie);
        let seen = left.since + if late { SEEN_LATE } else { SEEN };
        let gone = |at: &Millis| (left.since..=seen).contains(at);
        if left.asked || !self.oracle.tombstones_gone.iter().any(gone) {
            self.violate(Invariant::Deaf, format!("tab {tab} still shows {handle:?}"));
        } else if self.faults.only(&UNRELATED) {
            let asked = Leaving {
                asked: true,
                ..left
            };
            self.plan_in(self.turnaround(), Transition::HasLeft(asked));
        }
    }

    /// Somebody signed in, and says so within this time: every tab learns who, as soon as it can ask.
    pub(crate) fn is_heard_entering(&mut self, handle: Option<Name>, within: Millis) {
        self.oracle.turns += 1;
        // Who comes back while another tab leaves has to see to that first, and tells nobody: be it
        // that its window does not see the tombstone yet, or sees it still.
        let marked = self.jar.is_marked() || self.jar.tombstone(self.clock.now).is_some();
        if self.faults.only(&UNRELATED) && !marked {
            let turn = self.oracle.turns;
            let entered = Transition::HasEntered { handle, turn };
            self.plan_in(within + self.turnaround(), entered);
        }
    }

    /// What is in the air may have to land first: a renewal that waits for others, at the worst.
    fn turnaround(&self) -> Millis {
        2_000 + 16 * self.plan.latency + 4 * self.plan.labour
    }

    pub(crate) fn has_entered(&mut self, handle: Option<Name>, turn: u64) {
        let now = self.clock.now;
        let truth = self.server.session(now, self.jar.cookies);
        let Answer::Session(facts) = truth else {
            return;
        };
        // A renewal of the former session, made meanwhile, may have put its cookies back; or a form
        // that was sent before that may have been answered since.
        let undone = facts.handle != handle;
        if undone || self.oracle.turns != turn || self.jar.tombstone(now).is_some() {
            return; // or somebody else had a turn since
        }
        for tab in 0..self.tabs.len() {
            let one = &self.tabs[tab];
            let fresh = one.started_at + self.turnaround() > now;
            if one.life != Life::Awake || fresh {
                continue;
            }
            let shown = one.snapshot().map(|snapshot| snapshot.status);
            if shown != Some(Status::Authenticated) || !self.knows_of(tab, handle) {
                let detail = format!("tab {tab} shows {shown:?}, not {:?}", facts.handle);
                return self.violate(Invariant::Deaf, detail);
            }
        }
    }

    /// Whether a tab knows this session, or takes it for the one it knows: where sessions have no names,
    /// only what else is said of them tells one from another.
    pub(crate) fn knows_of(&self, tab: usize, handle: Option<Name>) -> bool {
        let shadow = &self.tabs[tab].shadow;
        let user = |family: Option<Name>| Some(self.server.family(family?)?.user);
        let same_user = || shadow.session.is_some() && user(shadow.session) == user(handle);
        shadow.session == handle || !self.plan.tells_handle && same_user()
    }

    /// Whether a call may change who is signed in, beside a logout.
    pub(crate) fn takes_a_turn(&mut self, call: Call) {
        if matches!(call, Call::Login | Call::LoginByNavigation) {
            self.oracle.turns += 1;
        }
    }
}
