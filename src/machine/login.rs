//! Signing in with credentials, and making sure that it stuck.

use super::{
    Answer, CallId, Code, Effect, Error, Facts, Intent, Machine, Name, Sink, Status, Timer,
    Timestamp,
    calls::{LOGIN, LOGIN_BY_NAVIGATION},
    error::Outcome,
    logout::SETTLE,
    state::{Farewell, Flight, Purpose, Step},
};

impl<S: Sink> Machine<S> {
    /// Leaves for the server's sign-in, once the logout before it is confirmed: a sign-in that is given
    /// up there revives no session.
    pub(super) fn leave_for_login(&mut self) {
        if !self.is_waiting(LOGIN_BY_NAVIGATION) {
            return;
        }
        let step = self.flight.as_ref().map(|flight| flight.step);
        // The cookies of a renewal that comes too late would replace those of the sign-in.
        if let Some(Step::Refreshing { .. } | Step::Publishing { .. }) = step {
            if !self.timers.is_set(Timer::Settle) {
                self.set_timer(Timer::Settle, SETTLE);
            }
        } else if self.farewell.is_none() {
            self.effect(Effect::NavigateToLogin);
            self.resolve_all(LOGIN_BY_NAVIGATION);
        }
    }

    /// The application no longer waits for its sign-in. What was not posted yet never is; what was may have
    /// worked, so the session endpoint is asked who is signed in.
    pub(super) fn login_given_up(&mut self, id: CallId) {
        if self.forget_call(id, LOGIN) {
            let begun = !core::mem::take(&mut self.wants.login);
            if begun && self.purpose() == Some(Purpose::Login) {
                self.wants.check |= self.is_signing_in();
                self.abandon_flight();
            }
            self.farewell_now();
        } else if self.forget_call(id, LOGIN_BY_NAVIGATION) && !self.is_leaving() {
            self.timers.stop(Timer::Settle); // the renewal under way has its time again
        }
    }

    /// Back out of the back/forward cache with a sign-in under way: posted it was once, and its answer is lost. Returns
    /// whether the session endpoint is asked what became of it, as a caller still waits for that.
    pub(super) fn resume_login(&mut self) -> bool {
        if self.purpose() != Some(Purpose::Login) || !self.is_waiting(LOGIN) {
            return false;
        }
        if !self.is_signing_in() {
            self.wants.login = true; // it waited for the lock
            return false;
        }
        let Some(flight) = self.flight.take() else {
            return false;
        };
        if let Some(request) = flight.request {
            self.effect(Effect::Abort(request));
        }
        let lost = flight.error.unwrap_or(Code::Network.into());
        self.verify_login(&flight, Some(lost));
        true
    }

    pub(super) fn logged_in(&mut self, flight: &Flight, outcome: &Outcome) {
        match outcome {
            // Believed once the cookie comes back (P22).
            Ok(Answer::Session(facts)) => {
                if let Some(farewell) = self.farewell.as_mut() {
                    farewell.replaced = facts.handle.is_some_and(|new| new != farewell.handle);
                }
                self.verify_login(flight, None);
            }
            Ok(Answer::Refused) => self.login_failed(
                flight,
                Error::from(Code::InvalidCredentials).with_status(401),
            ),
            Ok(answer @ Answer::CsrfRejected) => self.login_failed(flight, answer.misplaced()),
            Ok(answer) => self.verify_login(flight, Some(answer.misplaced())),
            // 409 says that something else is there already (RFC 9110 section 15.5.10): another tab's sign-in, say.
            Err(error)
                if error.is_refusal() && error.status() != 409
                    || error.is(Code::LoginIncomplete) =>
            {
                self.login_failed(flight, *error);
            }
            Err(error) => self.verify_login(flight, Some(*error)),
        }
    }

    /// Asks the session endpoint whether the sign-in worked; `odd`: why its own answer did not tell.
    fn verify_login(&mut self, flight: &Flight, odd: Option<Error>) {
        self.login_in_doubt |= odd.is_some();
        self.send(Step::VerifyingLogin, Intent::Check, flight.lock);
        if let Some(flight) = &mut self.flight {
            flight.error = odd;
        }
    }

    pub(super) fn login_verified(&mut self, flight: &Flight, outcome: &Outcome) {
        self.login_in_doubt = outcome.is_err();
        // The sign-in itself was answered: a logout before it that names no session would end the new one.
        let nameless = self.farewell.is_some_and(|it| it.handle == Name::NONE);
        if nameless && outcome.is_err() && flight.error.is_none() {
            self.forget_farewell();
        }
        match (outcome, flight.error) {
            (Ok(Answer::Session(facts)), odd) => {
                // About an answer that did not tell, a session proves nothing that this page had before, or
                // that may be the one whose logout is still to be confirmed.
                let same = self.farewell.is_none() && self.has_session_of(facts);
                let odd = odd.filter(|_| same || self.farewell.is_some());
                // A late cookie of the session that was left has taken the place of the new one's.
                let left = |it: Farewell| it.replaced && facts.handle == Some(it.handle);
                let overtaken = self
                    .farewell
                    .is_some_and(left)
                    .then(|| Code::UnexpectedResponse.into());
                if let Some(error) = odd.or(overtaken) {
                    if same {
                        self.adopt(flight, facts); // what the server says of it now counts all the same
                        self.wants.check |= self.doubt.comes();
                    }
                    return self.login_was_odd(flight, error);
                }
                self.forget_farewell(); // the cookie of the old session is gone
                self.doubt = Timestamp::NEVER; // and with it what was in doubt about its refresh
                self.adopt(flight, facts);
                self.is_present();
                self.publish(flight, true);
                self.resolve_all(LOGIN);
            }
            (Ok(_), Some(odd)) => self.login_was_odd(flight, odd),
            // Another tab has logged out since.
            (Ok(_), None) if self.farewell_heard.take().is_some() => {
                self.login_failed(flight, Code::SessionEnded.into());
            }
            (Ok(_), None) => {
                let error: Error = Code::CookiesBlocked.into();
                self.login_failed(flight, error);
                self.fault(error);
            }
            // Signed in, as far as that goes: the session endpoint itself wants more.
            (Err(error), _) if error.is(Code::StepUpRequired) => {
                let incomplete = Error::from(Code::LoginIncomplete);
                self.login_failed(flight, incomplete.with_status(error.status()));
            }
            (Err(error), odd) => {
                match odd {
                    Some(odd) => self.login_was_odd(flight, odd),
                    None => self.login_failed(flight, *error),
                }
                self.wants.check = true;
            }
        }
    }

    /// Whether this is the very session that is known here; without session ids, one of the same user.
    fn has_session_of(&self, facts: &Facts) -> bool {
        self.known
            .as_ref()
            .is_some_and(|known| known.is_same(facts) && known.facts.handle == facts.handle)
    }

    /// Tells the caller of the answer to the sign-in itself: the session endpoint knew nothing better.
    fn login_was_odd(&mut self, flight: &Flight, odd: Error) {
        self.effect(Effect::RecallLogin);
        self.login_failed(flight, odd);
    }

    fn login_failed(&mut self, flight: &Flight, error: Error) {
        self.land(flight);
        self.wants.check |= matches!(self.status, Status::Loading); // it came before the first answer
        self.fail_all(LOGIN, error);
        self.farewell_now();
    }
}
