//! Whether the user is there, and is told before that is forgotten (P19).

use hallpass::machine::{Now, Snapshot};

use crate::{clock::Millis, faults::Fault, invariants::Invariant, tab::Life, world::World};

/// What may lie between the activity in one tab and the limit in another.
const LEEWAY: Millis = 3_000;
/// How soon one tab has heard from another.
const TOLD: Millis = 100;
/// What keeps tabs from hearing each other in time.
const DEAFENING: [Fault; 4] = [
    Fault::ChannelDrop,
    Fault::ChannelReorder,
    Fault::ChannelForge,
    Fault::OldVersion,
];
/// The least a warning is ahead, and how late it may come.
const LEAST_WARNING: Millis = 20_000;
const LATE: Millis = 1_000;

impl World {
    /// The limit that is the pages' own, where the server has none.
    pub(crate) fn own_limit(&self) -> Option<Millis> {
        let own = self.plan.config.idle.filter(|_| self.plan.idle.is_none());
        own.map(hallpass::machine::Span::millis)
    }

    /// The user is active in a page; after the limit that is too late.
    pub(crate) fn oracle_on_activity(&mut self, tab: usize) {
        let Some(limit) = self.own_limit() else {
            return;
        };
        let now = self.clock.now;
        // What was done in a page that stands still since, or whose messages are lost, is known to that one alone.
        let here = &self.tabs[tab];
        let deaf = self.is_deaf();
        let told = self.tabs.iter();
        let told = told.filter(|tab| !deaf && tab.life == Life::Awake);
        let latest = told.chain([here]).filter_map(|tab| tab.shadow.active_at);
        let latest = latest.max();
        let in_time = latest.is_some_and(|at| now - at + LEEWAY < limit);
        if in_time && self.tabs[tab].shadow.authenticated {
            self.tabs[tab].shadow.active_at = Some(now);
        }
    }

    /// Whether what pages tell each other may be lost.
    fn is_deaf(&self) -> bool {
        DEAFENING.iter().any(|fault| self.faults.knows(*fault))
    }

    /// A page ends the session by its own limit.
    pub(crate) fn oracle_on_idleness(&mut self, tab: usize) {
        let Some(limit) = self.own_limit() else {
            return;
        };
        let now = self.clock.now;
        // The timers of a hidden page are late: that it stood still meanwhile does not show.
        let page = &self.tabs[tab];
        let stood = !page.visible && page.shadow.stood_until + LATE >= now;
        let deaf = stood || self.is_deaf();
        let session = self.tabs[tab].shadow.session;
        let there = (0..self.tabs.len()).find(|&other| {
            let one = &self.tabs[other];
            let heard = other == tab || !deaf && one.life == Life::Awake;
            let told = if other == tab { 0 } else { TOLD };
            let recent = one
                .shadow
                .active_at
                .is_some_and(|at| at + told <= now && now - at + LEEWAY < limit);
            let shows = one.shadow.authenticated && one.shadow.session == session;
            heard && recent && shows
        });
        if let Some(other) = there {
            let detail = format!("by tab {tab}, active in tab {other}");
            self.violate(Invariant::Absent, detail);
        }
    }

    /// A page shows a limit that is near.
    pub(crate) fn oracle_on_warning(&mut self, tab: usize, now: Now, shown: &Snapshot) {
        let shadow = &self.tabs[tab].shadow;
        let own = self.own_limit().filter(|_| self.plan.idle.is_none());
        let span = LEAST_WARNING.min(own.unwrap_or(shadow.idled) / 2);
        let Some(limit) = shown.idle_expires_at.filter(|_| !self.clock.disturbed) else {
            return;
        };
        let left = u64::try_from(limit - now.wall).unwrap_or(0);
        let is_near = left > LATE && left + LATE < span;
        let far = left > self.tabs[tab].config.idle_warning + LEEWAY;
        let warned = shadow.warned;
        self.tabs[tab].shadow.warned &= !far;
        // What has lapsed and cannot be renewed is asked about first.
        let is_near = is_near && self.plan.config.refreshable;
        if is_near && !warned && self.plan.config.watch_idle {
            let detail = format!("in tab {tab}, {left} ms before the limit");
            self.violate(Invariant::Unwarned, detail);
        }
    }
}
