//! Why a session may end, in a page (P6, P18) and at the server (P13).

use hallpass::machine::{Answer, Facts, Input, Intent, Name, Reason, Timestamp};

use crate::{clock::Millis, invariants::Invariant, network::Purpose, world::World};

/// The longest that an answer is waited for.
const ON_ITS_WAY: Millis = 15_000;

impl World {
    pub(crate) fn oracle_on_end(&mut self, tab: usize, reason: Reason, input: &Input) {
        let lapsed = |facts: &Facts| facts.expires_in.is_some_and(|span| span.millis() == 0);
        let verdict = match input {
            Input::Answered(_, Ok(Answer::Anonymous | Answer::Expired | Answer::NoAccess)) => true,
            // What is there for no time at all has lapsed.
            Input::Answered(_, Ok(Answer::Session(facts))) => lapsed(facts),
            _ => false,
        };
        let shadow = &self.tabs[tab].shadow;
        let ours = |left: &Option<Name>| left.is_none() || *left == shadow.session;
        let logout = self.oracle.departed.iter().any(ours);
        let now = self.monotonic(tab);
        let passed = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        let limit = match reason {
            // Reckoned from the asking, and the last word told may not be the one believed.
            Reason::Idle => {
                passed(
                    shadow
                        .idle_at
                        .map(|at| Timestamp(at.0.saturating_sub(ON_ITS_WAY))),
                ) || self.plan.config.idle.is_some()
            }
            Reason::Expired => passed(shadow.absolute_at) || !self.plan.config.refreshable,
            Reason::None | Reason::Unknown | Reason::LoggedOut | Reason::Revoked => false,
        };
        if reason == Reason::Idle && limit && self.own_limit().is_none() {
            return;
        }
        // A page's own idle limit is a logout, for all.
        if reason == Reason::Idle && limit {
            let named = self.plan.tells_handle;
            let sure = named && shadow.signing.is_none() && !shadow.unsure;
            let session = shadow.session.filter(|_| sure);
            self.oracle.departed.push(session);
            // Not because another tab says so.
            if !(verdict || matches!(input, Input::TombstoneRead(_))) {
                self.oracle_on_idleness(tab);
            }
        } else if !(verdict || limit || logout && reason == Reason::LoggedOut) {
            let detail = format!("tab {tab}: {reason:?} upon {input:?}");
            self.violate(Invariant::NoVerdict, detail);
        }
    }

    /// The server is about to carry a logout out.
    pub(crate) fn oracle_on_ending(&mut self, id: usize, family: usize) {
        let handle = self.server.families[family].handle;
        let exchange = &self.exchanges[id];
        let refused = exchange.handle.is_some_and(|meant| meant != handle);
        let meant = |left: &Option<Name>| left.is_none_or(|left| left == handle);
        // It may have come since the page that sends this has looked.
        let look = self.exchanges[..id].iter().rev().find(|look| {
            let checks = matches!(look.purpose, Purpose::Session(_, Intent::Check));
            checks && look.tab == exchange.tab && look.page == exchange.page
        });
        let came_since = look.is_some_and(|look| self.server.holder(look.cookies) != Some(family));
        // Where nothing is refreshed, a lapsed session is over for every page: nothing tells whose it was.
        let over = !self.plan.config.refreshable
            && !self.server.access_is_good(self.clock.now, exchange.cookies);
        let meant = self.oracle.departed.iter().any(meant);
        if !(refused || exchange.own || came_since || over || meant) {
            let detail = format!("{handle:?} by request {id} of tab {}", exchange.tab);
            self.violate(Invariant::Wronged, detail);
        }
    }
}
