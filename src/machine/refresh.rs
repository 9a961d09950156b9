//! One refresh over all tabs: ask, under the lock, publish, let go.

use super::{
    Again, Answer, Code, Effect, Error, Event, Facts, Intent, Limit, Machine, Name, News, Reason,
    RequestId, Sink, Timer,
    check::LEEWAY,
    error::Outcome,
    expiry::INTERVAL,
    state::{Flight, Step},
    time::{Millis, Span},
};

/// How long the name of a generation is waited for.
const PUBLISH_PATIENCE: Millis = 1_000;

impl<S: Sink> Machine<S> {
    pub(super) fn refreshed(&mut self, flight: &Flight, outcome: &Outcome, again: bool) {
        match outcome {
            Ok(Answer::Session(facts)) => self.renewed(flight, facts),
            Ok(Answer::Anonymous | Answer::Expired) => self.over(flight),
            // Refreshed is whoever is there; who that is, the session endpoint says.
            Ok(Answer::Mismatch) => self.probe(flight, Code::RefreshInconsistent.into(), true),
            Ok(answer @ (Answer::CsrfRejected | Answer::Refused | Answer::LoggedOut { .. })) => {
                self.refresh_failed(flight, answer.misplaced());
            }
            Err(error) => self.probe(flight, *error, again),
        }
    }

    /// Asks the session endpoint what came of a refresh.
    fn probe(&mut self, flight: &Flight, error: Error, again: bool) {
        self.send(Step::Probing { again }, Intent::Check, flight.lock);
        if let Some(flight) = self.flight.as_mut() {
            flight.error = Some(error);
        }
    }

    /// Refreshes, unless the server asked to be left alone meanwhile: this tab, or another one that
    /// had the lock before.
    pub(super) fn send_refresh(&mut self, flight: &Flight, again: bool, anyone: bool) {
        let Some(error) = self
            .held_back()
            .filter(|error| error.retry_after().is_some())
        else {
            return self.send(
                Step::Refreshing { again, anyone },
                Intent::Refresh,
                flight.lock,
            );
        };
        // Nothing failed here: what the server asked for is waited for, and no longer.
        let backoff = core::mem::take(&mut self.backoff);
        self.refresh_failed(flight, error);
        self.backoff = backoff;
    }

    /// Nothing is there to be refreshed.
    fn over(&mut self, flight: &Flight) {
        let reason = self.reason_for_the_end(Reason::Expired);
        self.land(flight);
        // A refresh in vain may have ended what others believe in: a server that sees a token twice does that.
        if self.known.is_none() {
            self.say(News::Ended);
        }
        self.end(reason);
    }

    /// The session endpoint was asked before refreshing, or after a refresh of unknown outcome.
    pub(super) fn probed(&mut self, flight: &Flight, outcome: &Outcome, again: bool) {
        match (outcome, flight.error) {
            (Ok(Answer::Session(facts)), None) => {
                self.adopt(flight, facts);
                self.land(flight);
                self.renewal_known();
            }
            (Ok(Answer::Session(facts)), Some(error)) => {
                if self.is_unmoved(flight, facts) {
                    // What else it says counts, but is no success of the refresh.
                    let backoff = core::mem::take(&mut self.backoff);
                    self.adopt(flight, facts);
                    self.timers.stop(Timer::Refresh);
                    self.backoff = backoff;
                    self.refresh_failed(flight, error);
                } else {
                    self.renewed(flight, facts);
                }
            }
            (Ok(Answer::Anonymous), _) => self.over(flight),
            (Ok(_), None) => self.send_refresh(flight, false, false),
            // Another session than ours, and lapsed: who that is only a renewal tells.
            (Ok(Answer::Expired), Some(error)) if error.is(Code::RefreshInconsistent) => {
                self.send_refresh(flight, true, true);
            }
            // It did not arrive. Once more at once, unless the server wants to be left alone.
            (Ok(_), Some(error)) if !again && error.retry_after().is_none() => {
                self.send_refresh(flight, true, false);
            }
            (_, Some(error)) => self.refresh_failed(flight, error),
            (Err(error), None) => self.refresh_failed(flight, *error),
        }
    }

    /// Whether the session is alive, but no more than it was before the refresh. What is as good as
    /// new was renewed: now, or so shortly before that nobody can tell and nothing is lost.
    fn is_unmoved(&self, flight: &Flight, facts: &Facts) -> bool {
        let (Some(known), Some(span)) = (&self.known, facts.expires_in.map(Span::millis)) else {
            return false;
        };
        let ends_at = flight.since.after(span);
        known.is_same(facts)
            && known.facts.handle == facts.handle
            && known.expires_at.comes()
            && span < known.lifetime.saturating_sub(LEEWAY)
            && ends_at <= known.expires_at.after(LEEWAY)
    }

    /// A refresh succeeded: publish the new generation before the lock is let go.
    fn renewed(&mut self, flight: &Flight, facts: &Facts) {
        self.adopt(flight, facts);
        self.publish(flight, false);
    }

    pub(super) fn publish(&mut self, flight: &Flight, signed_in: bool) {
        self.generation = self.generation.next(self.now);
        let id = self.next_id();
        self.fly(Step::Publishing { signed_in }, Some(id), flight.lock);
        self.effect(Effect::Publish {
            id,
            generation: self.generation,
        });
        self.set_timer(Timer::Settle, PUBLISH_PATIENCE);
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

    /// Everybody who waited for a renewal goes on.
    fn renewal_known(&mut self) {
        self.release_requests();
        self.resolve_session_calls();
    }

    fn refresh_failed(&mut self, flight: &Flight, error: Error) {
        self.land(flight);
        let again = if self.authenticated() {
            Again::Refresh
        } else {
            Again::Check
        };
        self.stumble(error, again);
        self.fail_waiting(error);
        self.unsettled();
    }

    /// The moment to refresh ahead of expiry has come.
    pub(super) fn refresh_due(&mut self) {
        if !self.config.refreshable {
            self.warn(Limit::Session);
        } else if self.may_refresh_unasked() && self.authenticated() && !self.refreshing() {
            if self.flight.is_some() {
                // The answer to what is being asked may show that it is not needed.
                return self.set_timer(Timer::Refresh, INTERVAL);
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
