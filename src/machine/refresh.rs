//! One refresh over all tabs: ask, under the lock, publish, let go.

use super::{
    Again, Answer, Code, Effect, Error, Event, Facts, Intent, Limit, Machine, News, Reason,
    RequestId, Sink, Timer, Timestamp,
    check::LEEWAY,
    error::Outcome,
    expiry::INTERVAL,
    state::{Flight, Step},
    time::Millis,
};

/// How long the name of a generation is waited for.
const PUBLISH_PATIENCE: Millis = 1_000;
/// How long the session endpoint is waited for after a refresh that was not answered in time.
const PROBE_PATIENCE: Millis = 2_000;

impl<S: Sink> Machine<S> {
    pub(super) fn refreshed(&mut self, flight: &Flight, outcome: &Outcome, again: bool) {
        match outcome {
            Ok(Answer::Session(facts)) => self.renewed(flight, facts),
            // The access part may live on, and with it the other tabs.
            Ok(Answer::Anonymous | Answer::Expired | Answer::NoAccess)
                if self.is_access_alive() =>
            {
                self.probe(flight, Code::SessionEnded.into(), true);
            }
            Ok(Answer::Anonymous | Answer::Expired | Answer::NoAccess) => self.over(flight),
            // The refresh is of the session in the cookie; whose that is, the session endpoint says.
            Ok(Answer::Mismatch) => self.probe(flight, Code::RefreshInconsistent.into(), true),
            Ok(answer @ (Answer::CsrfRejected | Answer::Refused | Answer::LoggedOut { .. })) => {
                self.refresh_failed(flight, answer.misplaced(), Again::Refresh);
            }
            Err(error) => {
                self.note_doubt(flight);
                self.probe(flight, *error, again);
            }
        }
    }

    /// Asks the session endpoint what came of a refresh.
    pub(super) fn probe(&mut self, flight: &Flight, error: Error, again: bool) {
        self.send(Step::Probing { again }, Intent::Check, flight.lock);
        if let Some(flight) = self.flight.as_mut() {
            flight.error = Some(error);
        }
        // So long was waited for the answer to the refresh that there is little time left to ask.
        if error.is(Code::Timeout) && self.is_to_be_settled() {
            self.set_timer(Timer::Settle, PROBE_PATIENCE);
        }
    }

    /// Refreshes, unless the server asked to be left alone meanwhile, this tab or another one that had the lock
    /// before; or as many refreshes have failed as may in a minute (P9).
    pub(super) fn send_refresh(&mut self, flight: &Flight, again: bool, anyone: bool) {
        let held = self
            .held_back()
            .filter(|error| error.retry_after().is_some());
        if held.is_none() && self.breaker.strike(self.now.monotonic) {
            self.timers.stop(Timer::Settle); // that of the question before
            let step = Step::Refreshing { again, anyone };
            return self.send(step, Intent::Refresh, flight.lock);
        }
        let failed = flight.error.or(self.error);
        let error = held.or(failed).unwrap_or(Code::RefreshInconsistent.into());
        // Nothing failed here: what the server asked for is waited for, and no longer.
        let backoff = core::mem::take(&mut self.backoff);
        self.refresh_failed(flight, error, Again::Refresh);
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
        let refused = flight
            .error
            .is_some_and(|error| error.is(Code::SessionEnded));
        let another = flight
            .error
            .is_some_and(|error| error.is(Code::RefreshInconsistent));
        match (outcome, flight.error) {
            // Another tab was faster, or another session is there.
            (Ok(Answer::Session(facts)), error) if another || error.is_none() => {
                // Faster than this refresh, that is, and perhaps not than the one of unknown outcome before it.
                let open = !another && self.doubt.comes() && !self.is_renewed(flight, facts);
                // What the server asked for, here or in another tab, is forgotten with the answer.
                let held = self.held_back();
                let held = held.is_some_and(|error| error.retry_after().is_some());
                self.adopt(flight, facts);
                if open && !held {
                    return self.send_refresh(flight, false, false);
                }
                if !open {
                    self.doubt = Timestamp::NEVER;
                }
                self.land(flight);
                self.renewal_known();
            }
            (Ok(Answer::Session(facts)), Some(_)) if !refused && self.is_renewed(flight, facts) => {
                self.renewed(flight, facts);
            }
            (Ok(Answer::Session(facts)), Some(error)) => {
                // What else it says counts, but is no success of the refresh.
                let backoff = core::mem::take(&mut self.backoff);
                self.adopt(flight, facts);
                self.timers.stop(Timer::Refresh);
                self.backoff = backoff;
                if refused {
                    self.refresh_refused(flight, error);
                } else if again || error.retry_after().is_some() {
                    self.refresh_failed(flight, error, Again::Refresh);
                } else {
                    self.send_refresh(flight, true, false);
                }
            }
            (Ok(Answer::Anonymous), _) => self.over(flight),
            (Ok(Answer::Expired | Answer::NoAccess), _) if refused => self.over(flight),
            (Ok(_), None) => self.send_refresh(flight, false, false),
            // Another session than ours, and lapsed: who that is only a renewal tells.
            (Ok(Answer::Expired | Answer::NoAccess), Some(_)) if another => {
                self.send_refresh(flight, true, true);
            }
            // It did not arrive. Once more at once, unless the server wants to be left alone.
            (Ok(_), Some(error)) if !again && error.retry_after().is_none() => {
                self.send_refresh(flight, true, false);
            }
            (Ok(_), Some(error)) => self.refresh_failed(flight, error, Again::Refresh),
            // So long was waited for an answer that there is no time left to ask again.
            (Err(failure), Some(error))
                if failure.is(Code::Timeout)
                    && self.doubt.comes()
                    && (!again || self.is_to_be_settled_now())
                    && error.retry_after().is_none() =>
            {
                self.send_refresh(flight, true, false);
            }
            // It is asked again before anything is refreshed.
            (Err(failure), error) => {
                self.refresh_failed(flight, error.unwrap_or(*failure), Again::Check);
            }
        }
    }

    /// The session endpoint does not answer in time either.
    pub(super) fn give_up_probe(&mut self, again: bool) {
        if let Some(flight) = self.flight.take() {
            if let Some(request) = flight.request {
                self.effect(Effect::Abort(request));
            }
            self.probed(&flight, &Err(Code::Timeout.into()), again);
        }
    }

    /// Whether the refresh of unknown outcome worked: the access part is younger than that. What cannot be told is
    /// refreshed once more, while the server still takes the credential before the last one.
    pub(super) fn is_renewed(&self, flight: &Flight, facts: &Facts) -> bool {
        let (Some(known), Some(span)) = (&self.known, facts.expires_in) else {
            return false;
        };
        let ends_at = flight.since.after(span.millis());
        known.is_same(facts)
            && known.facts.handle == facts.handle
            && known.granted
            && ends_at > known.expires_by
            && ends_at.after(LEEWAY).since(self.doubt) >= known.lifetime
    }

    /// A refresh succeeded: publish the new generation before the lock is let go.
    fn renewed(&mut self, flight: &Flight, facts: &Facts) {
        self.is_certain();
        self.adopt(flight, facts);
        self.publish(flight, false);
    }

    /// The last refresh is known to have worked.
    pub(super) fn is_certain(&mut self) {
        self.doubt = Timestamp::NEVER;
        self.breaker.succeed();
    }

    pub(super) fn publish(&mut self, flight: &Flight, signed_in: bool) {
        self.generation = self.generation.next(self.now, self.config.seed);
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

    /// The requests and calls that waited for a refresh go on.
    fn renewal_known(&mut self) {
        self.release_requests();
        self.resolve_session_calls();
    }

    fn refresh_failed(&mut self, flight: &Flight, error: Error, again: Again) {
        self.land(flight);
        let again = if self.authenticated() {
            again
        } else {
            Again::Check
        };
        self.stumble(error, again);
        if again == Again::Refresh {
            let at = self.timers.get(Timer::Retry);
            let two = error.is(Code::RefreshInconsistent); // the second tells whose session is there
            self.timers
                .set(Timer::Retry, at.max(self.breaker.opens(two)));
        }
        self.fail_waiting(error);
        self.unsettled();
    }

    /// No renewal, and the session goes on for as long as its access part: then the server decides.
    fn refresh_refused(&mut self, flight: &Flight, error: Error) {
        self.land(flight);
        if let Some(known) = &self.known {
            let soon = self.now.monotonic.after(INTERVAL);
            self.timers.set(Timer::Refresh, known.expires_at.max(soon));
        }
        self.fault(error);
        self.fail_waiting(error);
    }

    /// The moment to refresh ahead of expiry has come.
    pub(super) fn refresh_due(&mut self) {
        if !self.config.refreshable {
            self.warn(Limit::Session);
        } else if self.may_refresh_unasked() && self.authenticated() && !self.refreshing() {
            if self.flight.is_some() || self.wants.check {
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
        // An answer that our clock agrees with is none that contradicts what is known.
        let now = self.now.monotonic;
        let agreed = self
            .known
            .as_ref()
            .is_some_and(|known| known.lifetime >= INTERVAL && known.lapses_within(LEEWAY, now));
        if !agreed && !self.disputes.strike(now) {
            return Err(Code::RefreshInconsistent.into());
        }
        self.want_refresh();
        Ok(())
    }
}
