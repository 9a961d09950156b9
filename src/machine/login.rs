//! Signing in with credentials, and making sure that it stuck.

use super::{
    Answer, Code, Effect, Error, Intent, Machine, Sink, Status, Timer,
    calls::{LOGIN, LOGIN_BY_NAVIGATION},
    error::Outcome,
    logout::SETTLE,
    state::{Flight, Step},
};

impl<S: Sink> Machine<S> {
    /// Leaves for the server's sign-in, once whoever left before is out: a sign-in that is given up
    /// there brings nobody back.
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

    pub(super) fn logged_in(&mut self, flight: &Flight, outcome: &Outcome) {
        match outcome {
            // Believed once the cookie comes back (P22).
            Ok(Answer::Session(_)) => self.send(Step::VerifyingLogin, Intent::Check, flight.lock),
            Ok(Answer::Refused) => self.login_failed(
                flight,
                Error::from(Code::InvalidCredentials).with_status(401),
            ),
            Ok(answer) => self.login_failed(flight, answer.misplaced()),
            Err(error) => self.login_lost(flight, *error),
        }
    }

    pub(super) fn login_verified(&mut self, flight: &Flight, outcome: &Outcome) {
        match outcome {
            Ok(Answer::Session(facts)) => {
                self.forget_farewell(); // the cookie of the old session is gone
                self.adopt(flight, facts);
                self.publish(flight, true);
                self.resolve_all(LOGIN);
            }
            Ok(_) => {
                let error: Error = Code::CookiesBlocked.into();
                self.login_failed(flight, error);
                self.fault(error);
            }
            Err(error) => self.login_lost(flight, *error),
        }
    }

    /// It may have worked.
    fn login_lost(&mut self, flight: &Flight, error: Error) {
        self.login_in_doubt = true;
        self.login_failed(flight, error);
        self.wants.check = true;
    }

    fn login_failed(&mut self, flight: &Flight, error: Error) {
        self.land(flight);
        self.wants.check |= matches!(self.status, Status::Loading); // it came before the first answer
        self.fail_all(LOGIN, error);
        self.farewell_now();
    }
}
