//! Web Locks: one exclusive name with a queue, and the shared names that carry generations.

use std::collections::VecDeque;

use hallpass::machine::{Generation, RequestId};

use crate::{clock::Millis, transition::Transition, world::World};

/// One request for the lock: tab, page, request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) tab: usize,
    pub(crate) page: u32,
    pub(crate) id: RequestId,
}

/// What the lock manager of the browser knows.
#[derive(Default)]
pub(crate) struct Locks {
    pub(crate) holder: Option<Claim>,
    pub(crate) queue: VecDeque<Claim>,
    since: Millis,
    /// Which tab holds the name of which generation, and until when.
    names: Vec<(usize, Generation, Millis)>,
}

/// How long a page holds the name of a generation: in Firefox a page that holds a lock does not go
/// into the back/forward cache.
const NAMED: Millis = 5_000;

impl Locks {
    /// Queues a claim, or takes the lock by force; returns whom it was taken from.
    pub(crate) fn request(&mut self, claim: Claim, steal: bool) -> Option<Claim> {
        if steal {
            self.queue.push_front(claim);
            self.holder.take()
        } else {
            self.queue.push_back(claim);
            None
        }
    }

    /// Gives the lock to the next in the queue, if it is free.
    pub(crate) fn grant(&mut self, now: Millis) -> Option<Claim> {
        if self.holder.is_some() {
            return None;
        }
        self.holder = self.queue.pop_front();
        self.since = now;
        self.holder
    }

    /// Returns how long the present holder has had the lock.
    pub(crate) fn held_for(&self, now: Millis) -> Millis {
        self.holder.map_or(0, |_| now - self.since)
    }

    /// Lets the lock go, or gives up waiting for it.
    pub(crate) fn release(&mut self, claim: Claim) {
        if self.holder == Some(claim) {
            self.holder = None;
        }
        self.queue.retain(|waiting| *waiting != claim);
    }

    /// Forgets a page that is gone, with all its locks and names.
    pub(crate) fn forget(&mut self, tab: usize) {
        if self.holder.is_some_and(|holder| holder.tab == tab) {
            self.holder = None;
        }
        self.queue.retain(|waiting| waiting.tab != tab);
        self.names.retain(|name| name.0 != tab);
    }

    /// Forgets the names of a page, and what it waits for; the lock that it holds stays.
    pub(crate) fn keep(&mut self, tab: usize) {
        let kept = self.holder.take();
        self.forget(tab);
        self.holder = kept;
    }

    /// Takes the name of a generation, for a while.
    pub(crate) fn name(&mut self, tab: usize, now: Millis, generation: Generation) {
        self.names.retain(|name| name.2 > now);
        self.names.push((tab, generation, now + NAMED));
    }

    /// Returns what `locks.query()` shows: the highest generation that anybody holds the name of.
    pub(crate) fn newest(&self, now: Millis) -> Option<Generation> {
        let held = self.names.iter().filter(|name| name.2 > now);
        held.map(|name| name.1).max()
    }
}

impl World {
    /// Gives the lock on, if it is free.
    pub(crate) fn grant(&mut self) {
        while let Some(claim) = self.locks.grant(self.clock.now) {
            let delay = self.chance.below(4);
            let Claim { tab, page, id } = claim;
            self.plan_in(delay, Transition::Granted { tab, page, id });
        }
    }
}
