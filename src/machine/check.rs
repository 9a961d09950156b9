//! Asking the session endpoint: on load, when told to, when in doubt.

use alloc::rc::Rc;

use super::{
    Again, Answer, Code, Effect, Error, Event, Facts, Failure, Machine, Message, News, Reason,
    Status, Timer, peers,
    state::{Farewell, Flight, Known},
    time::{LONGEST, Millis},
};

/// How early a limit may be found passed by the server without being called a revocation.
const LEEWAY: Millis = 2_000;
/// Validities below this are no basis to plan on; what they announce shows when it happens.
const SHORTEST: Millis = 1_000;

impl Machine {
    pub(super) fn started(&mut self, visible: bool, online: bool, tombstone: Option<Rc<str>>) {
        self.visible = visible;
        self.online = online;
        if let Some(handle) = tombstone {
            self.status = Status::Unauthenticated(Reason::LoggedOut);
            self.farewell = Some(Farewell {
                handle,
                everywhere: false,
                due: true,
                rounds: 0,
            });
        } else {
            self.wants.check = true;
        }
    }

    pub(super) fn checked(&mut self, flight: &Flight, result: Result<Answer, Failure>) {
        match result {
            Ok(Answer::Session(facts)) => {
                self.adopt(flight, facts);
                self.land(flight);
                self.release_requests();
            }
            Ok(Answer::Anonymous) => {
                let reason = self.reason_for_the_end(Reason::Revoked);
                self.land(flight);
                self.end(reason);
            }
            Ok(Answer::Expired) => {
                self.land(flight);
                if !self.config.refreshable {
                    self.end(Reason::Expired);
                } else if self.farewell.is_none()
                    && let Err(error) = self.refresh_for_an_answer()
                {
                    self.fault(error.clone());
                    self.unsettled();
                    self.fail_waiting(&error);
                    return self.fail_checks(flight, &error);
                }
                if self.wants.refresh {
                    return self.wait_for_refresh(flight);
                }
            }
            Ok(
                Answer::Mismatch | Answer::CsrfRejected | Answer::Refused(_) | Answer::LoggedOut(_),
            ) => {
                self.check_failed(flight, Code::UnexpectedResponse.into(), None);
                return;
            }
            Err(failure) => {
                let error = Error::from(&failure);
                return self.check_failed(flight, error, failure.retry_after());
            }
        }
        self.resolve_checks(flight);
    }

    fn check_failed(&mut self, flight: &Flight, error: Error, retry_after: Option<Millis>) {
        self.land(flight);
        if let Some(reason) = self.due.filter(|_| self.authenticated()) {
            self.end(reason); // a limit of the server's own, and nobody to say otherwise
        } else {
            self.stumble(error.clone(), retry_after, Again::Check);
            self.unsettled();
        }
        self.fail_waiting(&error);
        self.fail_checks(flight, &error);
    }

    /// Nobody could tell who is signed in: nobody is, for now, and the machine tries again.
    pub(super) fn unsettled(&mut self) {
        if self.status == Status::Loading {
            self.status = Status::Unauthenticated(Reason::None);
            self.known = None;
        }
    }

    /// Takes what the server says for the session.
    pub(super) fn adopt(&mut self, flight: &Flight, facts: Facts) {
        let changed = self
            .known
            .as_ref()
            .is_some_and(|known| !known.is_same(&facts));
        if changed {
            self.identity_changed(&facts);
        }
        let fresh = !self.authenticated() || changed;
        let claims_changed = fresh
            || self
                .known
                .as_ref()
                .is_none_or(|known| known.facts.claims != facts.claims);
        if let Some(request) = flight.request.filter(|_| claims_changed) {
            self.effect(Effect::AdoptClaims(request));
        }
        let before = if changed { None } else { self.known.take() };
        self.known = Some(Known::new(facts, before.as_ref(), flight.since, self.now));
        self.status = Status::Authenticated;
        self.error = None;
        self.due = None;
        self.farewell_heard = false;
        self.backoff.succeed();
        self.timers.stop(Timer::Retry);
        if fresh {
            self.last_active = self.now.monotonic;
            self.event(Event::Authenticated);
        }
        self.arm_limits();
    }

    /// Somebody else is signed in now: what was asked for the other one is not done for this one (P12).
    fn identity_changed(&mut self, facts: &Facts) {
        self.epoch = self.epoch.wrapping_add(1);
        self.reject_requests(Code::IdentityChanged);
        let from = self.known.take().and_then(|known| known.facts.subject);
        self.event(Event::IdentityChanged {
            from,
            to: facts.subject.clone(),
        });
    }

    /// Ends the session in this tab.
    pub(super) fn end(&mut self, reason: Reason) {
        let was = self.status;
        if let Status::Unauthenticated(_) = was {
            self.error = None;
            self.timers.stop(Timer::Retry);
            self.backoff.succeed();
            return self.fail_session_calls(&Code::SessionEnded.into());
        }
        self.epoch = self.epoch.wrapping_add(1);
        self.known = None;
        self.due = None;
        self.error = None;
        self.wants.refresh = false;
        self.wants.touch = false;
        self.farewell_heard = false;
        self.breaker.succeed();
        self.backoff.succeed();
        for timer in [
            Timer::Refresh,
            Timer::Expiry,
            Timer::Idle,
            Timer::IdleWarning,
            Timer::Absolute,
            Timer::AbsoluteWarning,
            Timer::Retry,
        ] {
            self.timers.stop(timer);
        }
        self.status = Status::Unauthenticated(reason);
        if was == Status::Authenticated {
            self.reject_requests(Code::SessionEnded);
            self.event(Event::Ended(reason));
            if reason != Reason::LoggedOut {
                self.effect(Effect::Broadcast(Message::new(
                    News::Ended,
                    self.generation,
                )));
            }
        } else {
            self.release_requests();
        }
        self.fail_session_calls(&Code::SessionEnded.into());
    }

    /// Returns why the server says that nobody is signed in.
    pub(super) fn reason_for_the_end(&self, otherwise: Reason) -> Reason {
        if self.farewell_heard {
            return Reason::LoggedOut;
        }
        let Some(known) = &self.known else {
            return if otherwise == Reason::Expired {
                otherwise
            } else {
                Reason::None
            };
        };
        let passed = |at: Option<_>| at.is_some_and(|at| at <= self.now.monotonic.after(LEEWAY));
        if passed(known.absolute_at) {
            Reason::Expired
        } else if passed(known.idle_at) {
            Reason::Idle
        } else if passed(known.expires_at) {
            Reason::Expired
        } else {
            Reason::Revoked
        }
    }
}

impl Known {
    fn new(facts: Facts, before: Option<&Self>, asked: super::Timestamp, now: super::Now) -> Self {
        // Reckoned from the asking: the answer may have taken its time (standards: subtract the RTT).
        let at = |span: Option<Millis>| span.map(|span| asked.after(span.min(LONGEST)));
        let expires_in = facts.expires_in.filter(|&span| span >= SHORTEST);
        let most = |now: Option<Millis>, before: Option<Millis>| {
            now.unwrap_or(0).max(before.unwrap_or(0)).min(LONGEST)
        };
        Self {
            expires_at: at(expires_in),
            idle_at: at(facts.idle_expires_in),
            absolute_at: at(facts.absolute_expires_in),
            lifetime: most(expires_in, before.map(|known| known.lifetime)),
            idle_limit: most(facts.idle_expires_in, before.map(|known| known.idle_limit)),
            offset: now.offset(),
            touched: before.map_or(asked, |known| known.touched),
            facts,
        }
    }

    /// Whether the facts speak of the same session, or at least of the same person.
    fn is_same(&self, facts: &Facts) -> bool {
        if self.facts.subject.is_none() && facts.subject.is_none() {
            return self.facts.handle == facts.handle
                || self.facts.handle.is_none()
                || facts.handle.is_none();
        }
        self.facts.subject == facts.subject
    }

    /// Returns the digest by which tabs recognise that they speak of the same session.
    pub(super) fn identity(&self) -> u32 {
        let part = |part: &Option<Rc<str>>| {
            part.as_ref()
                .map_or(0, |part| peers::digest(part.as_bytes()))
        };
        part(&self.facts.subject) ^ part(&self.facts.handle).rotate_left(16)
    }
}
