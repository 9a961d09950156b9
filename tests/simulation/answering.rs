//! What becomes of a request at the server.

use hallpass::machine::{Answer, Error, FetchId, Intent, RequestId, Span, Verdict};

use crate::{
    faults::Fault,
    network::{Outcome, Purpose},
    server::Begun,
    transition::Transition,
    world::World,
};

impl World {
    /// The server is down for a while; if it keeps its sessions in memory, they are over.
    pub(crate) fn goes_down(&mut self) {
        let span = self.chance.between(500, 20_000);
        let forgets = self.chance.half();
        self.down_until = self.clock.now + span;
        self.disturbed_until = self.down_until;
        for family in self.server.families.iter_mut().filter(|_| forgets) {
            family.dead = true;
        }
        self.note(|| format!("the server is down for {span}, forgets: {forgets}"));
    }

    fn is_down(&mut self, id: usize) -> bool {
        let left = self.down_until.saturating_sub(self.clock.now);
        if left == 0 || self.faults.over {
            return false;
        }
        let retry_after = self.chance.half().then_some(left.div_ceil(1_000) * 1_000);
        let outcome = match self.exchanges[id].purpose {
            Purpose::Fetch(_) => Outcome::Fetch(Verdict::Passed),
            Purpose::Session(..) | Purpose::Form(_) => {
                Outcome::Session(Err(Error::refused(503, retry_after.map(Span::from))))
            }
        };
        self.replies(id, outcome, None);
        true
    }

    pub(crate) fn arrives(&mut self, id: usize) {
        if self.is_down(id) {
            return;
        }
        let now = self.clock.now;
        let (purpose, cookies) = (self.exchanges[id].purpose, self.exchanges[id].cookies);
        let handle = self.exchanges[id].handle;
        let refused = match self.exchanges[id].fault {
            Some(Fault::ServerError) => Some((503, self.chance.half())),
            Some(Fault::TooMany) => Some((429, true)),
            _ => None,
        };
        if let Some((status, wait)) = refused {
            let retry_after = wait.then(|| self.chance.pick(&[0, 1_000, 5_000, 20_000]));
            let failure = Error::refused(status, retry_after.map(Span::from));
            return self.replies(id, Outcome::Session(Err(failure)), None);
        }
        let again = std::mem::replace(&mut self.exchanges[id].executed, true);
        let csrf = self.exchanges[id].fault == Some(Fault::CsrfRejected);
        let reply = match purpose {
            Purpose::Fetch(fetch) => return self.api_called(id, fetch),
            Purpose::Session(_, Intent::Check) => self.server.session(now, cookies).into(),
            _ if csrf => Answer::CsrfRejected.into(),
            Purpose::Session(_, Intent::Refresh) => {
                let begun = self.server.begin_refresh(&self.plan, now, cookies, handle);
                self.oracle_on_reuse(id);
                match begun {
                    Begun::Done(reply) => reply,
                    Begun::Rotated { family, refresh } => {
                        self.exchanges[id].rotated = Some((family, refresh));
                        let labour = self.chance.between(0, self.plan.labour);
                        return self.plan_in(labour, Transition::Finishes(id));
                    }
                }
            }
            Purpose::Session(_, Intent::Touch) => {
                let server = &mut self.server;
                server.touch(&self.plan, now, cookies, handle).into()
            }
            Purpose::Session(_, intent @ (Intent::Logout | Intent::LogoutEverywhere)) => {
                let server = &mut self.server;
                let everywhere = intent == Intent::LogoutEverywhere;
                if let Some(family) = server.living(now, cookies)
                    && !again
                {
                    self.oracle_on_ending(id, family);
                }
                let server = &mut self.server;
                server.logout(&self.plan, now, cookies, handle, everywhere)
            }
            Purpose::Session(_, Intent::Login) | Purpose::Form(_) => {
                if self.chance.in_a_thousand(50) && !self.faults.over {
                    Answer::Refused.into()
                } else {
                    let user = self.exchanges[id].user;
                    self.server.sign_in(&self.plan, now, cookies, user)
                }
            }
        };
        if !again {
            self.replies(id, Outcome::Session(Ok(reply.answer)), reply.set);
        }
    }

    fn api_called(&mut self, id: usize, fetch: FetchId) {
        let exchange = &self.exchanges[id];
        let (now, cookies, handle) = (self.clock.now, exchange.cookies, exchange.handle);
        let (verdict, family) = self.server.api(&self.plan, now, cookies, handle);
        let verdict = match (self.exchanges[id].fault, verdict) {
            (Some(Fault::CsrfRejected), Verdict::Passed) => Verdict::CsrfRejected,
            (Some(Fault::StepUp), Verdict::Passed) => Verdict::StepUp,
            (Some(Fault::Inconsistent), Verdict::Passed) => Verdict::Expired,
            (_, verdict) => verdict,
        };
        if let Some(family) = family.filter(|_| verdict == Verdict::Passed) {
            self.oracle_on_execution(id, fetch, family);
        }
        self.replies(id, Outcome::Fetch(verdict), None);
    }

    pub(crate) fn finishes(&mut self, id: usize) {
        let Some((family, refresh)) = self.exchanges[id].rotated else {
            return;
        };
        let now = self.clock.now;
        let reply = self.server.finish_refresh(&self.plan, now, family, refresh);
        if self.exchanges[id].set.is_none() {
            self.replies(id, Outcome::Session(Ok(reply.answer)), reply.set);
        }
    }

    /// The server told a logout that another session is in the cookie: that one goes on living
    /// there, and an answer that is still on its way may bring it back.
    pub(crate) fn oracle_on_mismatch(&mut self, tab: usize, id: RequestId) {
        let page = self.tabs[tab].page;
        let exchange = self.exchanges.iter().rev().find(|exchange| {
            let same = |purpose| matches!(purpose, Purpose::Session(one, Intent::Logout | Intent::LogoutEverywhere) if one == id);
            exchange.tab == tab && exchange.page == page && same(exchange.purpose)
        });
        let handle = exchange.and_then(|exchange| exchange.handle);
        self.oracle.excused.extend(handle);
    }
}
