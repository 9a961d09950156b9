//! The cookie jar that all tabs share.

use hallpass::machine::{Call, Name};

use crate::{
    clock::Millis, faults::Fault, invariants::Invariant, server::Token, tab::Life,
    transition::Transition, world::World,
};

/// When after a logout its tombstone is looked for.
const UNMARKED: Millis = 100;

/// What a request carries: read when it leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cookies {
    pub(crate) access: Option<Token>,
    pub(crate) refresh: Option<Token>,
}

/// What a response sets: stored when its headers arrive, whatever becomes of its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetCookie {
    Tokens(Cookies),
    Clear,
}

/// The jar: what is `HttpOnly` is the network's, the tombstone is the pages'.
#[derive(Default)]
pub(crate) struct Jar {
    pub(crate) cookies: Cookies,
    /// In the order in which they were written.
    tombstones: Vec<Name>,
    /// What other windows than the writer's see until their copy has caught up.
    before: Vec<Name>,
    /// The browser keeps no cookies of this server.
    pub(crate) blocked: bool,
    writer: usize,
    visible_at: Millis,
}

impl Jar {
    pub(crate) fn store(&mut self, set: SetCookie) {
        if self.blocked {
            return;
        }
        self.cookies = match set {
            SetCookie::Tokens(cookies) => cookies,
            SetCookie::Clear => Cookies::default(),
        };
    }

    /// Writes or removes a tombstone; other windows see that `late` milliseconds from now.
    fn write(&mut self, tab: usize, now: Millis, late: Millis, tombstone: Name, stands: bool) {
        self.before = self.seen(usize::MAX, now).to_vec();
        self.tombstones.retain(|other| *other != tombstone);
        self.tombstones.extend(stands.then_some(tombstone));
        self.writer = tab;
        self.visible_at = now + late;
    }

    /// Returns whether there is any tombstone, whoever sees it yet.
    pub(crate) fn is_marked(&self) -> bool {
        !self.tombstones.is_empty()
    }

    /// Returns the tombstones as the window of this tab sees them.
    pub(crate) fn seen(&self, tab: usize, now: Millis) -> &[Name] {
        if tab == self.writer || now >= self.visible_at {
            &self.tombstones
        } else {
            &self.before
        }
    }

    /// Returns a tombstone as the window of this tab sees it: that of the session wanted, else one
    /// that names none, else the oldest.
    pub(crate) fn read(&self, tab: usize, now: Millis, wanted: Name) -> Option<Name> {
        let seen = self.seen(tab, now);
        let named = |name| seen.iter().find(move |seen| **seen == name);
        let found = named(wanted).or_else(|| named(Name::NONE));
        found.or(seen.first()).copied()
    }

    /// Returns the oldest tombstone that all windows see.
    pub(crate) fn tombstone(&self, now: Millis) -> Option<Name> {
        self.read(usize::MAX, now, Name::NONE)
    }
}

/// A session that somebody left, and that is to be marked until it is dead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marked {
    tab: usize,
    page: u32,
    handle: Name,
    turn: u64,
}

impl World {
    /// Somebody leaves: the tombstone stays until the session is dead. One that names no session
    /// stands for any, and whoever removes it takes it from all.
    pub(crate) fn is_to_be_marked(&mut self, tab: usize, handle: Option<Name>) {
        let one = &self.tabs[tab];
        let signing = one.shadow.signing.is_some() || one.shadow.unsure;
        let named = self.plan.tells_handle && !signing;
        let Some(handle) = handle.filter(|_| one.visible && named) else {
            return;
        };
        let (page, turn) = (self.tabs[tab].page, self.oracle.turns);
        let marked = Marked {
            tab,
            page,
            handle,
            turn,
        };
        self.plan_in(UNMARKED, Transition::IsMarked(marked));
    }

    pub(crate) fn is_marked(&mut self, marked: Marked) {
        let Marked { tab, handle, .. } = marked;
        let one = &self.tabs[tab];
        let runs = one.page == marked.page && one.life == Life::Awake && one.visible;
        let leaves = |call: Call| matches!(call, Call::Logout { .. });
        let open = one.calls.values().any(|asked| leaves(asked.call));
        let living = self.server.living(self.clock.now, self.jar.cookies);
        let lives = living.is_some_and(|family| self.server.families[family].handle == handle);
        let undisturbed = runs && self.oracle.turns == marked.turn;
        if undisturbed && open && lives && !self.jar.tombstones.contains(&handle) {
            self.violate(
                Invariant::Unmarked,
                format!("{handle:?}, left in tab {tab}"),
            );
        }
    }

    pub(crate) fn write_tombstone(&mut self, tab: usize, tombstone: Name, stands: bool) {
        let late = if self.strikes(Fault::LateCookie) {
            self.chance.below(50)
        } else {
            0
        };
        if !stands {
            for one in &mut self.tabs {
                one.shadow.marked.retain(|marked| *marked != tombstone);
            }
            self.oracle.tombstones_gone.push(self.clock.now);
        }
        self.jar.write(tab, self.clock.now, late, tombstone, stands);
    }
}
