//! One refresh over all tabs: lock, look, ask, publish, let go.

use alloc::rc::Rc;

use super::{
    Again, Answer, Call, Code, Effect, Error, Event, Facts, Failure, Generation, Intent, Limit,
    Machine, Message, News, Reason, RequestId, Timer,
    state::{Doubt, Flight, Patience, Purpose, Step},
    time::Millis,
};

/// How long the holder of the lock is waited for before it is asked whether it lives.
const LOCK_PATIENCE: Millis = 4_000;
/// How long a logout waits for the others: it goes on without the lock then.
const LOGOUT_PATIENCE: Millis = 3_000;
/// How long the holder has to say that it lives.
const PING_PATIENCE: Millis = 500;
/// The most that a living holder is waited for.
const LIVING_PATIENCE: Millis = 25_000;
/// How long the name of a generation is waited for.
const PUBLISH_PATIENCE: Millis = 1_000;

impl Purpose {
    pub(super) fn patience(self) -> Millis {
        match self {
            Self::Refresh | Self::Login => LOCK_PATIENCE,
            Self::Logout => LOGOUT_PATIENCE,
        }
    }
}

impl Machine {
    /// The lock is ours: look whether somebody was faster, then ask.
    pub(super) fn lock_granted(&mut self, id: RequestId, newest: Option<Generation>) {
        let Some(flight) = self.flight.clone().filter(|flight| flight.lock == Some(id)) else {
            return self.effect(Effect::ReleaseLock(id)); // wanted no more
        };
        let Step::Locking { purpose, patience } = flight.step else {
            return;
        };
        self.timers.stop(Timer::LockWait);
        let overtaken = newest.is_some_and(|newest| newest > self.generation);
        if let Some(newest) = newest.filter(|_| overtaken) {
            self.generation = newest;
            self.publish_aside();
        }
        match purpose {
            Purpose::Logout => self.send_logout(Some(id)),
            Purpose::Login => self.send(Step::LoggingIn, Intent::Login, Some(id)),
            Purpose::Refresh if flight.epoch != self.epoch => self.land(&flight),
            Purpose::Refresh if overtaken || patience == Patience::Stealing => {
                self.send(Step::Probing(Doubt::Overtaken), Intent::Check, Some(id));
            }
            Purpose::Refresh => {
                self.send(Step::Refreshing { again: false }, Intent::Refresh, Some(id));
            }
        }
    }

    /// Another tab thought us dead. What we asked has an unknown outcome, and the lock is not ours
    /// to take back: ask the server, and queue again if need be.
    pub(super) fn lock_lost(&mut self, id: RequestId) {
        let Some(mut flight) = self.flight.take_if(|flight| flight.lock == Some(id)) else {
            return;
        };
        flight.lock = None;
        match flight.step {
            // Answers to these are final whoever holds the lock.
            Step::LoggingOut | Step::VerifyingLogout(_) => self.flight = Some(flight),
            Step::Locking { purpose, .. } => self.lock_for(purpose),
            _ => {
                if let Some(request) = flight.request {
                    self.effect(Effect::Abort(request));
                }
                self.land(&flight);
                self.wants.check = true;
            }
        }
    }

    /// The lock was waited for long enough.
    pub(super) fn lock_waited_for(&mut self) {
        let now = self.now.monotonic;
        let Some(flight) = self.flight.as_mut() else {
            return;
        };
        let Step::Locking { purpose, patience } = &mut flight.step else {
            return;
        };
        match (*purpose, *patience) {
            (Purpose::Logout, _) => {
                if let Some(lock) = flight.lock.take() {
                    self.effect(Effect::ReleaseLock(lock));
                }
                self.send_logout(None);
            }
            (_, Patience::Waiting) => {
                *patience = Patience::Pinged;
                self.timers.set(Timer::LockWait, now.after(PING_PATIENCE));
                let ping = Message::new(News::Ping, self.generation);
                self.effect(Effect::Broadcast(ping));
            }
            (_, Patience::Pinged | Patience::Stealing) => {
                *patience = Patience::Stealing;
                let waited = flight.lock.take();
                let id = self.next_id();
                if let Some(flight) = self.flight.as_mut() {
                    flight.lock = Some(id);
                }
                if let Some(waited) = waited {
                    self.effect(Effect::ReleaseLock(waited));
                }
                self.effect(Effect::AcquireLock { id, steal: true });
                self.timers.set(Timer::LockWait, now.after(LOCK_PATIENCE));
            }
        }
    }

    /// The holder of the lock lives.
    pub(super) fn holder_lives(&mut self) {
        let now = self.now.monotonic;
        let Some(flight) = self.flight.as_mut() else {
            return;
        };
        let patient = now.since(flight.since) < LIVING_PATIENCE;
        if let Step::Locking {
            patience: patience @ Patience::Pinged,
            ..
        } = &mut flight.step
            && patient
        {
            *patience = Patience::Waiting;
            self.timers.set(Timer::LockWait, now.after(LOCK_PATIENCE));
        }
    }

    pub(super) fn refreshed(
        &mut self,
        flight: &Flight,
        result: Result<Answer, Failure>,
        again: bool,
    ) {
        match result {
            Ok(Answer::Session(facts)) => self.renewed(flight, facts),
            Ok(Answer::Anonymous | Answer::Expired) => {
                let reason = self.reason_for_the_end(Reason::Expired);
                self.land(flight);
                self.end(reason);
            }
            Ok(Answer::Mismatch) => {
                self.land(flight);
                self.wants.check = true;
            }
            Ok(Answer::CsrfRejected) => {
                self.refresh_failed(flight, Code::CsrfRejected.into(), None)
            }
            Ok(Answer::Refused(_) | Answer::LoggedOut(_)) => {
                self.refresh_failed(flight, Code::UnexpectedResponse.into(), None);
            }
            Err(failure) => {
                let (error, retry_after) = (Error::from(&failure), failure.retry_after());
                let doubt = Doubt::Unknown {
                    error,
                    retry_after,
                    again,
                };
                self.send(Step::Probing(doubt), Intent::Check, flight.lock);
            }
        }
    }

    /// The session endpoint was asked before refreshing, or after a refresh of unknown outcome.
    pub(super) fn probed(
        &mut self,
        flight: &Flight,
        result: Result<Answer, Failure>,
        doubt: Doubt,
    ) {
        match (result, doubt) {
            (Ok(Answer::Session(facts)), Doubt::Overtaken) => {
                self.adopt(flight, facts);
                self.land(flight);
                self.renewal_known();
            }
            (Ok(Answer::Session(facts)), Doubt::Unknown { .. }) => self.renewed(flight, facts),
            (Ok(Answer::Anonymous), _) => {
                let reason = self.reason_for_the_end(Reason::Expired);
                self.land(flight);
                self.end(reason);
            }
            (Ok(_), Doubt::Overtaken) => {
                self.send(
                    Step::Refreshing { again: false },
                    Intent::Refresh,
                    flight.lock,
                );
            }
            // It did not arrive. Once more at once, unless the server wants to be left alone.
            (
                Ok(_),
                Doubt::Unknown {
                    retry_after: None,
                    again: false,
                    ..
                },
            ) => {
                self.send(
                    Step::Refreshing { again: true },
                    Intent::Refresh,
                    flight.lock,
                );
            }
            (
                _,
                Doubt::Unknown {
                    error, retry_after, ..
                },
            ) => {
                self.refresh_failed(flight, error, retry_after);
            }
            (Err(failure), Doubt::Overtaken) => {
                self.refresh_failed(flight, Error::from(&failure), failure.retry_after());
            }
        }
    }

    /// A refresh succeeded: publish the new generation before the lock is let go.
    fn renewed(&mut self, flight: &Flight, facts: Facts) {
        self.adopt(flight, facts);
        self.publish(flight, false);
    }

    pub(super) fn publish(&mut self, flight: &Flight, signed_in: bool) {
        self.generation = self.generation.next();
        let id = self.next_id();
        self.flight = Some(Flight {
            step: Step::Publishing { signed_in },
            request: Some(id),
            lock: flight.lock,
            since: self.now.monotonic,
            epoch: self.epoch,
        });
        self.effect(Effect::Publish {
            id,
            generation: self.generation,
        });
        self.timers
            .set(Timer::Settle, self.now.monotonic.after(PUBLISH_PATIENCE));
    }

    pub(super) fn published(&mut self, id: RequestId) {
        if self
            .flight
            .as_ref()
            .is_some_and(|flight| flight.request == Some(id))
        {
            self.finish_publishing();
        }
    }

    pub(super) fn finish_publishing(&mut self) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        self.land(&flight);
        if flight.epoch != self.epoch {
            return;
        }
        let Step::Publishing { signed_in } = flight.step else {
            return;
        };
        self.announce(if signed_in {
            News::SignedIn
        } else {
            News::Renewed
        });
        if !signed_in {
            self.event(Event::Refreshed);
        }
        self.renewal_known();
    }

    /// Takes the name of a generation that another tab made.
    pub(super) fn publish_aside(&mut self) {
        let id = self.next_id();
        self.effect(Effect::Publish {
            id,
            generation: self.generation,
        });
    }

    /// Everybody who waited for a renewal goes on.
    fn renewal_known(&mut self) {
        self.wants.check = self.calls.iter().any(|waiting| waiting.call == Call::Check);
        self.release_requests();
        self.resolve_session_calls();
    }

    fn refresh_failed(&mut self, flight: &Flight, error: Error, retry_after: Option<Millis>) {
        self.land(flight);
        self.stumble(error.clone(), retry_after, Again::Refresh);
        self.unsettled();
        self.fail_waiting(&error);
    }

    /// The moment to refresh ahead of expiry has come.
    pub(super) fn refresh_due(&mut self) {
        if !self.config.refreshable {
            self.warn(Limit::Session);
        } else if self.may_refresh_unasked() {
            self.wants.refresh = self.authenticated();
            self.wants.check |= !self.authenticated();
        }
    }

    /// Refreshes because an answer said "expired", unless that has proven useless (P9).
    pub(super) fn refresh_for_an_answer(&mut self) -> Result<(), Error> {
        if self.refreshing() {
            return Ok(());
        }
        if let Err(until) = self.breaker.strike(self.now.monotonic) {
            self.timers.set(Timer::Breaker, until);
            return Err(Code::RefreshInconsistent.into());
        }
        self.wants.refresh = true;
        Ok(())
    }

    /// Returns the handle that requests are sent under.
    pub(super) fn handle_believed_in(&self) -> Option<Rc<str>> {
        self.known
            .as_ref()
            .and_then(|known| known.facts.handle.clone())
    }
}
