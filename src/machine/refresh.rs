//! One refresh over all tabs: ask, under the lock, publish, let go.

use super::{
    Again, Answer, Code, Effect, Error, Event, Facts, Failure, Intent, Limit, Machine, Name, News,
    Reason, RequestId, Timer,
    check::LEEWAY,
    expiry::INTERVAL,
    state::{Doubt, Flight, Step},
    time::Millis,
};

/// How long the name of a generation is waited for.
const PUBLISH_PATIENCE: Millis = 1_000;

impl Machine {
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
            // Refreshed is whoever is there; who that is, the session endpoint says.
            Ok(Answer::Mismatch) => {
                let doubt = Doubt::Unknown {
                    error: Code::RefreshInconsistent.into(),
                    retry_after: None,
                    again: true,
                };
                self.send(Step::Probing(doubt), Intent::Check, flight.lock);
            }
            Ok(Answer::CsrfRejected) => {
                self.refresh_failed(flight, Code::CsrfRejected.into(), None);
            }
            Ok(Answer::Refused | Answer::LoggedOut { .. }) => {
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
            (
                Ok(Answer::Session(facts)),
                Doubt::Unknown {
                    error, retry_after, ..
                },
            ) => {
                if self.is_unmoved(flight, &facts) {
                    // What else it says counts, but is no success of the refresh.
                    let backoff = core::mem::take(&mut self.backoff);
                    self.adopt(flight, facts);
                    self.timers.stop(Timer::Refresh);
                    self.backoff = backoff;
                    self.refresh_failed(flight, error, retry_after);
                } else {
                    self.renewed(flight, facts);
                }
            }
            (Ok(Answer::Anonymous), _) => {
                let reason = self.reason_for_the_end(Reason::Expired);
                self.land(flight);
                self.end(reason);
            }
            (Ok(_), Doubt::Overtaken) => {
                let step = Step::Refreshing {
                    again: false,
                    anyone: false,
                };
                self.send(step, Intent::Refresh, flight.lock);
            }
            // Another session than ours, and lapsed: who that is only a renewal tells.
            (
                Ok(Answer::Expired),
                Doubt::Unknown {
                    error:
                        Error {
                            code: Code::RefreshInconsistent,
                            ..
                        },
                    ..
                },
            ) => {
                let step = Step::Refreshing {
                    again: true,
                    anyone: true,
                };
                self.send(step, Intent::Refresh, flight.lock);
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
                let step = Step::Refreshing {
                    again: true,
                    anyone: false,
                };
                self.send(step, Intent::Refresh, flight.lock);
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

    /// Whether the session is alive, but no more than it was before the refresh.
    fn is_unmoved(&self, flight: &Flight, facts: &Facts) -> bool {
        let ends_at = facts.expires_in.map(|span| flight.since.after(span));
        self.known.as_ref().is_some_and(|known| {
            known.is_same(facts)
                && known.facts.handle == facts.handle
                && ends_at.is_some_and(|ends_at| {
                    known
                        .expires_at
                        .is_some_and(|before| ends_at <= before.after(LEEWAY))
                })
        })
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
            generation: self.generation,
        });
        self.effect(Effect::Publish {
            id,
            generation: self.generation,
        });
        self.timers
            .set(Timer::Settle, self.now.monotonic.after(PUBLISH_PATIENCE));
    }

    pub(super) fn published(&mut self, id: RequestId) {
        let publishes = |flight: &Flight| {
            flight.request == Some(id) && matches!(flight.step, Step::Publishing { .. })
        };
        if self.flight.as_ref().is_some_and(publishes) {
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
        self.release_requests();
        self.resolve_session_calls();
    }

    fn refresh_failed(&mut self, flight: &Flight, error: Error, retry_after: Option<Millis>) {
        self.land(flight);
        let again = if self.authenticated() {
            Again::Refresh
        } else {
            Again::Check
        };
        self.stumble(error, retry_after, again);
        self.fail_waiting(&error);
        self.unsettled();
    }

    /// The moment to refresh ahead of expiry has come.
    pub(super) fn refresh_due(&mut self) {
        if !self.config.refreshable {
            self.warn(Limit::Session);
        } else if self.may_refresh_unasked() && self.authenticated() && !self.refreshing() {
            if self.flight.is_some() {
                // The answer to what is being asked may show that it is not needed.
                let soon = self.now.monotonic.after(INTERVAL);
                return self.timers.set(Timer::Refresh, soon);
            }
            self.want_refresh();
        }
    }

    /// Refreshes because an answer said "expired", unless that has proven useless (P9).
    pub(super) fn refresh_for_an_answer(&mut self) -> Result<(), Error> {
        if self.refreshing() {
            return Ok(());
        }
        if !self.breaker.strike(self.now.monotonic) {
            return Err(Code::RefreshInconsistent.into());
        }
        self.want_refresh();
        Ok(())
    }

    /// Returns the handle that requests are sent under.
    pub(super) fn handle_believed_in(&self) -> Option<Name> {
        self.known.as_ref().and_then(|known| known.facts.handle)
    }
}
