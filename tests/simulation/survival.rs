//! A session survives what is lost on the way (P5).

use hallpass::machine::Intent;

use crate::{
    clock::Millis,
    faults::Fault,
    invariants::Invariant,
    network::{Outcome, Purpose},
    tab::Life,
    world::World,
};

/// What a server has to allow for (docs/servers): the deadlines of a refresh, of the question after it, and of the
/// refresh that is sent then.
const WINDOW: Millis = 30_000;
/// So many requests that are lost after the refresh excuse a page.
const LOST: usize = 2;
/// So many refreshes within a minute are the most that a page tries.
const TRIES: usize = 3;
/// So many are too many within this time, also where a page takes an answer for a success that is none.
const MOST_TRIES: usize = 4;
const SOON: Millis = 10_000;
const MINUTE: Millis = 60_000;

impl World {
    /// The server has seen a refresh, and may have ended the session because its token was used before.
    pub(crate) fn oracle_on_reuse(&mut self, id: usize) {
        let Some((family, rotated_at)) = self.server.ended_by_reuse.take() else {
            return;
        };
        let window = self.plan.window.is_some_and(|window| window >= WINDOW);
        // Without a lock the cookies of one refresh may come after those of the next, and with one those of an answer
        // that was given up.
        let window = window && !self.oracle.put_back;
        let sender = self.sender_of(family);
        // What was overtaken on its way the server alone can tell from a theft.
        let left_at = self.exchanges[id].left_at;
        let overtaken = sender.is_some_and(|sender| left_at <= self.exchanges[sender].left_at);
        let excused = overtaken || sender.is_some_and(|sender| self.is_excused(sender, rotated_at));
        if window && !excused {
            let ago = rotated_at.map(|at| self.clock.now - at);
            let detail = format!("by request {id}, rotated {ago:?} ms ago by request {sender:?}");
            self.violate(Invariant::Lost, detail);
        }
    }

    /// Whether a page was left with a refresh in flight: then nobody knows how it went.
    pub(crate) fn is_any_refresh_lost(&self) -> bool {
        let refresh = |purpose| matches!(purpose, Purpose::Session(_, Intent::Refresh));
        let mut exchanges = self.exchanges.iter();
        exchanges.any(|exchange| {
            let left = self.tabs[exchange.tab].page != exchange.page;
            (exchange.aborted || left) && refresh(exchange.purpose)
        })
    }

    /// A page sends a refresh.
    pub(crate) fn oracle_on_try(&mut self, tab: usize) {
        let now = self.clock.now;
        let tries = &mut self.tabs[tab].shadow.tries;
        tries.retain(|at| now - at < SOON);
        tries.push_back(now);
        if tries.len() > MOST_TRIES {
            self.violate(Invariant::Insistent, format!("by tab {tab}"));
        }
    }

    /// Returns the request that rotated the token of a session last.
    fn sender_of(&self, family: usize) -> Option<usize> {
        let newest = self.server.families[family].refresh;
        let rotated = |id: &usize| self.exchanges[*id].rotated == Some((family, newest));
        (0..self.exchanges.len()).find(rotated)
    }

    fn is_excused(&self, sender: usize, rotated_at: Option<Millis>) -> bool {
        let Some(since) = rotated_at else {
            return false;
        };
        let sent = &self.exchanges[sender];
        let tab = &self.tabs[sent.tab];
        let gone = tab.page != sent.page || tab.life != Life::Awake;
        // What makes good for a lost answer in a hidden page is a timer.
        let late = !tab.visible && self.faults.knows(Fault::Throttle);
        let stood_still = tab.shadow.stood_until >= since || late;
        let cut_off = self.disturbed_until >= since;
        let lost = (sender + 1..self.exchanges.len()).filter(|id| {
            let other = &self.exchanges[*id];
            // A sign-in keeps the lock for as long as it is waited for.
            let asks = matches!(
                other.purpose,
                Purpose::Session(_, Intent::Check | Intent::Refresh | Intent::Login)
            );
            let answered = matches!(other.outcome, Some(Outcome::Session(Ok(_))));
            asks && (other.aborted || other.over && !answered)
        });
        // A server that wants to be left alone keeps a page from making good for what was lost.
        let waits = self.exchanges[sender + 1..]
            .iter()
            .any(|other| match &other.outcome {
                Some(Outcome::Session(Err(error))) => error.retry_after().is_some(),
                _ => false,
            });
        // No more than three refreshes a minute are tried (P9), also where one does not leave the browser.
        let tried = self.exchanges.iter().filter(|other| {
            let near = |at: Millis| at.abs_diff(since) < MINUTE;
            let recent = other.left_at.or(other.came_at).is_some_and(near);
            let refreshes = matches!(other.purpose, Purpose::Session(_, Intent::Refresh));
            recent && refreshes && other.tab == sent.tab && other.page == sent.page
        });
        gone || stood_still || cut_off || waits || lost.count() >= LOST || tried.count() >= TRIES
    }
}
