//! The cookie jar that all tabs share.

use hallpass::machine::{Call, Name};

use crate::{
    clock::Millis, faults::Fault, invariants::Invariant, server::Token, tab::Life,
    transition::Transition, world::World,
};

/// How long after a logout its tombstone may be missing: another window takes it for an earlier one,
/// and removes it, as long as cookies show late.
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
    tombstone: Option<Name>,
    /// What other windows than the writer's see until their copy has caught up.
    before: Option<Name>,
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

    /// Writes or removes the tombstone; other windows see that `late` milliseconds from now.
    pub(crate) fn write(&mut self, tab: usize, now: Millis, late: Millis, tombstone: Option<Name>) {
        self.before = self.read(usize::MAX, now);
        self.tombstone = tombstone;
        self.writer = tab;
        self.visible_at = now + late;
    }

    /// Returns the tombstone as it is, whoever sees it yet.
    pub(crate) fn tombstone(&self) -> Option<Name> {
        self.tombstone
    }

    /// Returns the tombstone as the window of this tab sees it.
    pub(crate) fn read(&self, tab: usize, now: Millis) -> Option<Name> {
        if tab == self.writer || now >= self.visible_at {
            self.tombstone
        } else {
            self.before
        }
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
        if undisturbed && open && lives && self.jar.tombstone().is_none() {
            self.violate(
                Invariant::Unmarked,
                format!("{handle:?}, left in tab {tab}"),
            );
        }
    }

    pub(crate) fn write_tombstone(&mut self, tab: usize, tombstone: Option<Name>) {
        let late = if self.strikes(Fault::LateCookie) {
            self.chance.below(50)
        } else {
            0
        };
        let former = self.jar.tombstone();
        if former.is_some() && former != tombstone {
            self.oracle.tombstones_gone.push(self.clock.now);
        }
        self.jar.write(tab, self.clock.now, late, tombstone);
    }
}
