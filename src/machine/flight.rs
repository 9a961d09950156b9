//! The one operation in the air: what starts it, what it hears, how it lands.

use super::{
    Again, Answer, Code, Effect, Error, Facts, Intent, Machine, Name, News, RefreshWhen, RequestId,
    Sink, Timer,
    calls::LOGIN,
    doubt::WINDOW,
    error::Outcome,
    state::{Flight, Patience, Purpose, Step},
    time::Millis,
};

/// An answer that took longer than this was frozen on its way: its outcome counts as unknown.
const STALE: Millis = 20_000;
/// How long a refresh of unknown outcome waits at the most until it is asked about again.
const SOON: Millis = WINDOW / 4;

impl<S: Sink> Machine<S> {
    /// Starts what is wanted most, if nothing is in the air.
    pub(super) fn launch(&mut self) {
        self.leave_for_login();
        if self.flight.is_some() {
            return;
        }
        self.wish();
        if self.is_leaving() {
            self.lock_for(Purpose::Logout);
        } else if core::mem::take(&mut self.wants.login) {
            self.lock_for(Purpose::Login);
        } else if core::mem::take(&mut self.wants.refresh) {
            self.lock_for(Purpose::Refresh);
        } else if self.farewell.is_none()
            && (self.wants.check || self.wants.confirm && !self.is_to_wait())
        {
            self.send(Step::Checking, Intent::Check, None);
        } else if core::mem::take(&mut self.wants.touch) && self.known.is_some() {
            self.touched_now(self.now.monotonic); // tried is enough: no touch for every move of a hand
            self.send(Step::Touching, Intent::Touch, None);
        }
    }

    pub(super) fn next_id(&mut self) -> RequestId {
        self.last_request = self.last_request.wrapping_add(1);
        RequestId::of(self.last_request)
    }

    /// Asks a session endpoint, keeping the lock that is held.
    pub(super) fn send(&mut self, step: Step, intent: Intent, lock: Option<RequestId>) {
        let id = self.next_id();
        // What is wanted from here on, this answer does not bring.
        if let Intent::Check | Intent::Refresh = intent {
            self.wants.check = false;
            self.wants.confirm = false;
        }
        let handle = match intent {
            Intent::Check | Intent::Login => None,
            Intent::Refresh if matches!(step, Step::Refreshing { anyone: true, .. }) => None,
            Intent::Refresh | Intent::Touch => self.handle_believed_in(),
            Intent::Logout | Intent::LogoutEverywhere => self
                .farewell
                .as_ref()
                .map(|farewell| farewell.handle)
                .filter(|handle| *handle != Name::NONE),
        };
        self.fly(step, Some(id), lock);
        self.effect(Effect::Send { id, intent, handle });
    }

    pub(super) fn fly(&mut self, step: Step, request: Option<RequestId>, lock: Option<RequestId>) {
        self.flight = Some(Flight {
            step,
            request,
            lock,
            since: self.now.monotonic,
            epoch: self.epoch,
            generation: self.generation,
            error: None,
        });
    }

    /// Hands an answer to the step that waits for it; any other answer ends here.
    pub(super) fn answered(&mut self, id: RequestId, mut outcome: Outcome) {
        let Some(flight) = self.flight.take_if(|flight| flight.request == Some(id)) else {
            return;
        };
        let late = self.now.monotonic > flight.since.after(STALE);
        if late {
            outcome = Err(Code::Timeout.into());
        }
        let asks = matches!(flight.step, Step::Checking | Step::Probing { .. });
        let mut lapsed = false;
        if let Ok(Answer::Session(facts)) = &mut outcome {
            self.distrust_handle(&flight, facts);
            lapsed = self.config.refreshable && asks && self.has_lapsed(facts);
            if lapsed {
                self.note_limits(&flight, facts);
            }
        }
        // What is said to be signed in for no time at all has lapsed.
        if lapsed {
            outcome = Ok(Answer::Expired);
            self.login_in_doubt &= self.known.is_none(); // it is still the one known
        }
        let outcome = &outcome;
        if outcome.is_ok() {
            self.heard = self.now.monotonic;
        }
        // A session that ends takes no login with it; only a logout does, and who signs in after that
        // has yet to begin.
        let fenced = if flight.purpose() == Some(Purpose::Login) {
            self.is_leaving() || self.wants.login || !self.is_waiting(LOGIN)
        } else {
            flight.epoch != self.epoch
        };
        match flight.step {
            Step::LoggingOut => self.logged_out(&flight, outcome),
            Step::VerifyingLogout { elsewhere } => {
                self.logout_verified(&flight, outcome, elsewhere);
            }
            _ if fenced => {
                self.wants.check |= matches!(flight.step, Step::Checking);
                self.land(&flight);
            }
            Step::Checking => self.checked(&flight, outcome),
            Step::Touching => self.touched(&flight, outcome),
            Step::Refreshing { again, .. } => self.refreshed(&flight, outcome, again),
            Step::Probing { again } => self.probed(&flight, outcome, again),
            Step::LoggingIn => self.logged_in(&flight, outcome),
            Step::VerifyingLogin => self.login_verified(&flight, outcome),
            Step::Locking { .. } | Step::Publishing { .. } => self.land(&flight),
        }
    }

    /// Whether the session known is said to be there and to last no longer.
    fn has_lapsed(&self, facts: &Facts) -> bool {
        let known = self.known.as_ref();
        facts.expires_in.is_some_and(|span| span.millis() == 0)
            && known.is_none_or(|known| known.is_same(facts) && known.facts.handle == facts.handle)
    }

    /// Ends a flight. Its lock is let go, unless a logout waits for just that lock.
    pub(super) fn land(&mut self, flight: &Flight) {
        self.flight = None;
        self.timers.stop(Timer::LockWait);
        self.timers.stop(Timer::Settle);
        let Some(lock) = flight.lock else { return };
        let held = !matches!(flight.step, Step::Locking { .. });
        if held && self.is_leaving() {
            self.log_out(Some(lock));
        } else {
            self.effect(Effect::ReleaseLock(lock));
        }
    }

    /// Gives up what is in the air, if anything, with its lock.
    pub(super) fn abandon_flight(&mut self) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        if let Some(request) = flight.request {
            self.effect(Effect::Abort(request));
        }
        self.note_doubt(&flight);
        self.land(&flight);
    }

    /// What was in flight when a logout came, or a name that is never granted, had time enough.
    pub(super) fn settle_timed_out(&mut self) {
        match self.flight.as_ref().map(|flight| &flight.step) {
            Some(Step::Publishing { .. }) => self.finish_publishing(),
            Some(&Step::Probing { again }) if !self.is_leaving() => self.give_up_probe(again),
            Some(_) => self.abandon_flight(),
            None => {}
        }
    }

    /// Records a failure: shows it, and tries again later, in every tab not before `Retry-After`.
    pub(super) fn stumble(&mut self, error: Error, again: Again) {
        let mut wait = self.backoff.fail(&mut self.jitter, error.retry_after());
        if self.is_to_be_settled() && error.retry_after().is_none() {
            wait = wait.min(SOON);
        }
        // By the server, that is, not by another tab.
        if error.retry_after().is_some() && error.status() > 0 {
            self.say_with(News::Backoff, wait);
        }
        self.again = again;
        self.set_timer(Timer::Retry, wait);
        if self.error.is_some_and(|shown| shown.is_like(error)) {
            self.error = Some(error);
        } else {
            self.fault(error);
        }
    }

    /// The wait after a failure is over.
    ///
    /// Also in a browser that calls itself offline: behind a VPN, in a container or a web view it may be wrong.
    pub(super) fn retry(&mut self) {
        if self.farewell.is_some() {
            return self.farewell_now();
        }
        match self.again {
            Again::Refresh if self.is_to_be_settled() && !self.wants.check => self.want_refresh(),
            Again::Refresh => self.refresh_due(),
            // A hidden page asks when it is looked at again.
            Again::Check => {
                let looks = self.visible || self.config.when == RefreshWhen::Always;
                self.wants.check |= looks || self.is_to_be_settled();
            }
        }
    }

    /// Returns why no renewal may be started, if so: the server asked for time, here or in another
    /// tab, or the last renewal failed just now.
    pub(super) fn held_back(&self) -> Option<Error> {
        let now = self.now.monotonic;
        if self.quiet > now {
            let limited = Error::from(Code::RateLimited);
            return Some(limited.with_wait(self.quiet.since(now)));
        }
        let until = self.timers.get(Timer::Retry);
        let mut error = self.error.filter(|_| until.comes())?;
        if error.retry_after().is_some() {
            error = error.with_wait(until.since(now));
        } else if self.again == Again::Check && !self.doubt.comes() {
            return None;
        }
        Some(error)
    }

    /// Whether the server asked this tab to be left alone for now.
    pub(super) fn is_to_wait(&self) -> bool {
        let asked = self.error.and_then(Error::retry_after);
        asked.is_some() && self.timers.is_set(Timer::Retry)
    }

    /// Wants a renewal, unless one is under way.
    pub(super) fn want_refresh(&mut self) {
        if !self.refreshing() {
            self.wants.refresh = true;
            self.stale = self.generation;
        }
    }

    /// Whether a renewal is under way, for which requests wait. One of a session that was left since
    /// renews nothing.
    pub(super) fn refreshing(&self) -> bool {
        let renews = |flight: &Flight| {
            flight.purpose() == Some(Purpose::Refresh) && flight.epoch == self.epoch
        };
        self.wants.refresh || self.flight.as_ref().is_some_and(renews)
    }

    /// Returns what the flight in the air is for, if it needs the lock.
    pub(super) fn purpose(&self) -> Option<Purpose> {
        self.flight.as_ref().and_then(Flight::purpose)
    }

    pub(super) fn lock_for(&mut self, purpose: Purpose) {
        let id = self.next_id();
        let patience = Patience::Waiting;
        self.fly(Step::Locking { purpose, patience }, None, Some(id));
        self.effect(Effect::AcquireLock { id, steal: false });
        self.set_timer(Timer::LockWait, purpose.patience());
    }
}

impl Flight {
    pub(super) fn purpose(&self) -> Option<Purpose> {
        match self.step {
            Step::Checking | Step::Touching => None,
            Step::Locking { purpose, .. } => Some(purpose),
            Step::Refreshing { .. } | Step::Probing { .. } | Step::Publishing { .. } => {
                Some(Purpose::Refresh)
            }
            Step::LoggingIn | Step::VerifyingLogin => Some(Purpose::Login),
            Step::LoggingOut | Step::VerifyingLogout { .. } => Some(Purpose::Logout),
        }
    }
}
