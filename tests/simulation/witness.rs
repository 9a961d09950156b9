//! Watches the pages: what they show, what they are told, what becomes of their promises.

use hallpass::machine::{
    Answer, Body, Call, CallId, Code, Error, Event, FetchId, Input, Intent, Limit, Name, Now,
    RequestId, Span, Status, Verdict,
};

use crate::{
    clock::Millis,
    invariants::{Asked, Invariant},
    network::{Outcome, Purpose},
    oracle::LOGOUT_WAITS,
    world::World,
};

/// How old an answer is taken for one.
const BELIEVED: Millis = 20_000;
/// How little may be gone of what a renewal granted just now.
const FRESH: Millis = 12_000;

impl World {
    pub(crate) fn oracle_on_dispatch(&mut self, tab: usize, id: FetchId) {
        let snapshot = self.tabs[tab].snapshot();
        let shown = snapshot.and_then(|snapshot| snapshot.subject);
        let Some(fetch) = self.tabs[tab].fetches.get_mut(&id) else {
            let detail = format!("{id:?} of tab {tab} is sent after its end");
            return self.violate(Invariant::SettledWrongly, detail);
        };
        fetch.dispatched += 1;
        let (bound, shown) = (fetch.bound, shown.filter(|_| fetch.bound.is_some()));
        if shown.is_some() && shown != bound {
            let detail = format!("{id:?} of tab {tab} for {bound:?} is sent as {shown:?}");
            return self.violate(Invariant::OtherIdentity, detail);
        }
        if fetch.dispatched > 2 || (fetch.dispatched > 1 && fetch.body == Body::Stream) {
            self.violate(Invariant::SecondReplay, format!("{id:?} of tab {tab}"));
        }
    }

    pub(crate) fn oracle_on_delivery(&mut self, tab: usize, id: FetchId) {
        let page = self.tabs[tab].page;
        let last = self.exchanges.iter().rev().find(|exchange| {
            exchange.purpose == Purpose::Fetch(id) && exchange.tab == tab && exchange.page == page
        });
        let outcome = last.and_then(|last| last.outcome.filter(|_| last.over || last.aborted));
        let Some(fetch) = self.tabs[tab].fetches.remove(&id) else {
            let detail = format!("{id:?} of tab {tab} is delivered twice");
            return self.violate(Invariant::SettledWrongly, detail);
        };
        let _ = fetch.body;
        let Some(Outcome::Fetch(verdict)) = outcome else {
            let frozen_out = last.is_some_and(|last| last.aborted);
            if !frozen_out {
                let detail = format!("{id:?} of tab {tab} is delivered without a response");
                self.violate(Invariant::SettledWrongly, detail);
            }
            return;
        };
        let shown = self.tabs[tab]
            .snapshot()
            .and_then(|snapshot| snapshot.subject);
        let differs = shown.is_some() && fetch.bound.is_some() && shown != fetch.bound;
        if verdict == Verdict::Passed && differs {
            let detail = format!("{id:?} of tab {tab}, asked as {:?}", fetch.bound);
            self.violate(Invariant::OtherDelivery, detail);
        }
    }

    pub(crate) fn oracle_on_rejection(&mut self, tab: usize, id: FetchId, _error: Error) {
        if self.tabs[tab].fetches.remove(&id).is_none() {
            let detail = format!("{id:?} of tab {tab} is rejected twice");
            self.violate(Invariant::SettledWrongly, detail);
        }
    }

    pub(crate) fn oracle_on_call(&mut self, tab: usize, asked: &Asked) {
        self.takes_a_turn(asked.call);
        match asked.call {
            Call::Logout { .. } => {
                self.tabs[tab].shadow.leaves = true;
                self.is_heard_leaving(tab, asked.handle);
                self.is_to_be_marked(tab, asked.handle);
                self.oracle.departed.push(asked.handle);
                if !self.plan.tells_handle {
                    self.oracle.departed.push(None); // whichever session is in the cookie
                }
                self.tabs[tab].shadow.left.extend(asked.handle);
                let now = self.clock.now;
                let doomed = self.tabs[tab].shadow.signing.map(|id| (id, now));
                if doomed.is_some() || self.tabs[tab].shadow.unsure {
                    self.oracle.departed.push(None); // whoever is signing in, too
                }
                self.tabs[tab].shadow.doomed.extend(doomed);
            }
            Call::Login
            | Call::LoginByNavigation
            | Call::Check
            | Call::Refresh
            | Call::EnsureFresh(_) => {}
            Call::Extend => self.oracle_on_activity(tab),
        }
    }

    pub(crate) fn oracle_on_failure(&mut self, tab: usize, id: CallId, error: Error) {
        let Some(asked) = self.tabs[tab].calls.remove(&id) else {
            let detail = format!("{id:?} of tab {tab} is settled twice");
            return self.violate(Invariant::SettledWrongly, detail);
        };
        if asked.call == Call::Login && error.code() != Code::ConfigInvalid {
            let shadow = &mut self.tabs[tab].shadow;
            shadow.signing = None;
            shadow.unsure |= error.code() != Code::InvalidCredentials;
        }
        if matches!(asked.call, Call::Logout { .. }) && error.code() != Code::Disposed {
            let detail = format!("a logout of tab {tab} fails: {error:?}");
            self.violate(Invariant::SettledWrongly, detail);
        }
    }

    pub(crate) fn oracle_on_claims(&mut self, tab: usize, id: RequestId) {
        let answer = self.tabs[tab].answers.filter(|answer| answer.0 == id);
        if let Some((_, subject, claims)) = answer {
            self.tabs[tab].shadow.claims = Some((subject, claims));
        } else {
            let detail = format!("tab {tab} has no claims of {id:?}");
            self.violate(Invariant::OtherClaims, detail);
        }
    }

    pub(crate) fn oracle_on_event(&mut self, tab: usize, event: &Event, input: &Input) {
        match event {
            Event::Authenticated => {
                self.tabs[tab].shadow.begun = true;
                self.tabs[tab].shadow.active_at = Some(self.clock.now);
            }
            Event::Ended { reason, .. } => {
                if !std::mem::take(&mut self.tabs[tab].shadow.begun) {
                    self.violate(Invariant::EventOrder, format!("tab {tab} ends twice"));
                }
                self.oracle_on_end(tab, *reason, input);
            }
            Event::IdentityChanged { .. } | Event::Refreshed => {
                if !self.tabs[tab].shadow.begun {
                    let detail = format!("tab {tab}: {event:?} of nobody");
                    self.violate(Invariant::EventOrder, detail);
                }
            }
            Event::Expiring {
                limit: Limit::Idle, ..
            } => self.tabs[tab].shadow.warned = true,
            Event::Expiring { .. } | Event::StepUp(_) | Event::Fault(_) => {}
        }
    }

    pub(crate) fn oracle_before(&mut self, tab: usize, input: &Input) {
        self.tabs[tab].shadow.observes(self.clock.now, input);
        if let Input::Answered(id, Err(_)) = input {
            let shadow = &mut self.tabs[tab].shadow;
            shadow.in_doubt = shadow.last_refresh == Some(*id);
        }
        if let Input::Answered(_, Ok(Answer::Expired)) = input {
            self.tabs[tab].shadow.touched = None; // it is made again after the renewal
        }
        if let Input::Answered(id, Ok(Answer::Mismatch)) = input {
            self.oracle_on_mismatch(tab, *id);
        }
        let Input::Answered(id, Ok(Answer::Session(facts))) = input else {
            return;
        };
        let page = self.tabs[tab].page;
        let exchange = self.exchanges.iter().rev().find(|exchange| {
            let same = |purpose| matches!(purpose, Purpose::Session(one, _) if one == *id);
            exchange.tab == tab && exchange.page == page && same(exchange.purpose)
        });
        // A sign-in is believed once it is verified; what was aborted, not at all.
        let wanted = exchange.is_some_and(|exchange| {
            !exchange.aborted && exchange.purpose != Purpose::Session(*id, Intent::Login)
        });
        if !wanted {
            return;
        }
        let now = self.monotonic(tab);
        if now.since(self.tabs[tab].shadow.asked_at) > BELIEVED {
            return; // nobody believes an answer that old
        }
        let shadow = &mut self.tabs[tab].shadow;
        let at = |span: Option<Span>| span.map(|span| shadow.asked_at.after(span.millis()));
        let same = shadow.session == facts.handle;
        let told = at(facts.absolute_expires_in);
        shadow.idle_at = at(facts.idle_expires_in);
        shadow.absolute_at = match shadow.absolute_at {
            Some(before) if same => told.map(|told| told.min(before)),
            _ => told,
        };
        // The last second may be used up.
        let second = at(facts.absolute_expires_in.map(|_| 1_000.into()));
        let before = shadow.outlived_at.filter(|_| same && told.is_some());
        shadow.outlived_at = told.max(second).max(before);
        let granted = facts.expires_in.map_or(0, Span::millis);
        let renewed = exchange
            .is_some_and(|exchange| exchange.purpose == Purpose::Session(*id, Intent::Refresh));
        let most = self
            .plan
            .absolute
            .unwrap_or(Millis::MAX)
            .min(self.plan.access);
        if renewed || granted + FRESH >= most {
            shadow.tries.clear();
        }
        shadow.granted = granted.max(if same { shadow.granted } else { 0 });
        // What has lapsed is not taken for a session, where none is known.
        let span = facts.idle_expires_in.filter(|_| granted > 0);
        let idled = span.map_or(0, Span::millis);
        shadow.idled = idled.max(if same { shadow.idled } else { 0 });
        shadow.session = facts.handle;
        shadow.unsure = false;
    }

    pub(crate) fn oracle_after(&mut self, tab: usize, now: Now) {
        let Some(snapshot) = self.tabs[tab].snapshot() else {
            return;
        };
        let shadow = &mut self.tabs[tab].shadow;
        shadow.authenticated = snapshot.status == Status::Authenticated;
        if let Status::Unauthenticated(_) = snapshot.status {
            shadow.idled = 0;
            shadow.touched = None;
            shadow.tries.clear();
        }
        if !shadow.authenticated {
            return;
        }
        self.oracle_on_warning(tab, now, &snapshot);
        let shadow = &self.tabs[tab].shadow;
        let session = shadow.session;
        let claims_match = shadow
            .claims
            .as_ref()
            .is_some_and(|claims| claims.0 == snapshot.subject.unwrap_or(Name::NONE));
        let outlived = shadow.outlived_at.is_some_and(|at| at < now.monotonic);
        let returned = session.as_ref().is_some_and(|session| {
            shadow.left.contains(session) && !self.oracle.excused.contains(session)
        });
        let doomed = self.tabs[tab].shadow.doomed.iter().find(|(id, at)| {
            let exchange = &self.exchanges[*id];
            let in_time = exchange
                .came_at
                .is_some_and(|came| came.saturating_sub(*at) < LOGOUT_WAITS);
            let brought = match &exchange.outcome {
                Some(Outcome::Session(Ok(Answer::Session(facts)))) => facts.handle,
                _ => None,
            };
            in_time && brought.is_some() && brought == session
        });
        if let Some((id, at)) = doomed {
            let detail = format!("tab {tab} shows what request {id} signed in, left at {at}");
            self.violate(Invariant::AfterLogout, detail);
        }
        let marked = self.tabs[tab].shadow.marked.iter();
        if let Some(handle) = marked.copied().find(|handle| session == Some(*handle)) {
            let detail = format!("tab {tab} shows {handle:?}, whose tombstone stands");
            self.violate(Invariant::AfterLogout, detail);
        }
        if !claims_match {
            self.violate(Invariant::OtherClaims, format!("in tab {tab}"));
        }
        if outlived {
            self.violate(Invariant::Outlived, format!("in tab {tab}"));
        }
        if returned {
            let detail = format!("tab {tab} shows {session:?} again");
            self.violate(Invariant::AfterLogout, detail);
        }
        let limit = session
            .and_then(|session| self.server.family(session))
            .and_then(|family| family.absolute_at);
        if let (Some(limit), Some(shown), false) =
            (limit, snapshot.absolute_expires_at, self.clock.disturbed)
        {
            let wall = self.clock.wall + self.tabs[tab].skew.cast_signed();
            let limit = wall + i64::try_from(limit).unwrap_or(i64::MAX);
            if shown > limit + 1_001 {
                let detail = format!("tab {tab}: by {} ms", shown - limit);
                self.violate(Invariant::AbsoluteExtended, detail);
            }
        }
    }
}
