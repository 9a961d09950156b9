//! The cookie jar that all tabs share.

use hallpass::machine::Name;

use crate::{clock::Millis, faults::Fault, server::Token, world::World};

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

impl World {
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
