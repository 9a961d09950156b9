//! Leaving: fence, abort, let settle, ask, verify (P13), and remember until confirmed (P14).

use super::{
    Again, Answer, By, Code, Effect, Error, Intent, Machine, Name, News, Reason, RequestId, Sink,
    Timer,
    calls::{CHECK, EVERYWHERE, LOGIN, LOGIN_BY_NAVIGATION, LOGOUT},
    error::Outcome,
    state::{Farewell, Flight, Purpose, Step},
    time::Millis,
};

/// How long a refresh in flight may take to settle.
pub(super) const SETTLE: Millis = 3_000;
/// How often a session that comes back to life is killed again before that waits its turn.
const ROUNDS: u8 = 3;
/// A freshly written cookie may show late in another window: look again after this.
pub(super) const LOOK_AGAIN: Millis = 60;

impl<S: Sink> Machine<S> {
    /// Ends the session here and now, and everywhere as soon as may be.
    pub(super) fn depart(&mut self, reason: Reason, everywhere: bool) {
        // A sign-in under way, or one that may have worked, is to be signed out as well: its session id is not known yet.
        let signing_in = self.login_in_doubt || self.is_signing_in();
        let handle = self
            .handle_believed_in()
            .filter(|_| !signing_in)
            .unwrap_or(Name::NONE);
        // What is meant for all sessions of one user reaches none of another, who may have signed in.
        let meant = |old: &Farewell| old.everywhere && (!signing_in || old.handle == Name::NONE);
        let everywhere = everywhere || self.farewell.as_ref().is_some_and(meant);
        // The user may leave another session than the one that was to die anyhow: it is the one in the cookie, whichever that is.
        let found = self
            .farewell
            .filter(|old| old.read && old.handle != Name::NONE);
        if self.farewell.is_none() || signing_in || found.is_some() {
            self.effect(Effect::WriteTombstone(handle));
            if let Some(old) = found {
                self.effect(Effect::ClearTombstone(old.handle));
            }
            self.farewell = Some(Farewell {
                handle,
                everywhere,
                told: false,
                due: true,
                sure: reason == Reason::LoggedOut,
                read: false,
                replaced: false,
                rounds: 0,
            });
        } else if let Some(farewell) = self.farewell.as_mut() {
            farewell.everywhere = everywhere;
            farewell.due = true;
        }
        self.say_farewell(reason);
        // Who sees the cookie late may be hidden, and its own timers late too.
        self.set_timer(Timer::Farewell, LOOK_AGAIN);
        self.end_by(reason, By::App);
        self.wants.check = false;
        self.wants.login = false;
        self.fail_all(LOGIN | LOGIN_BY_NAVIGATION, Code::SessionEnded.into());
        self.resolve_all(CHECK);
        self.interrupt();
    }

    /// Whether a sign-in was sent whose outcome is not known yet.
    pub(super) fn is_signing_in(&self) -> bool {
        let step = self.flight.as_ref().map(|flight| flight.step);
        matches!(step, Some(Step::LoggingIn | Step::VerifyingLogin))
    }

    /// Tells the other tabs to look for the tombstone, and whether the page's own idle limit ended the session.
    pub(super) fn say_farewell(&mut self, reason: Reason) {
        self.say_with(News::LoggedOut, u64::from(reason == Reason::Idle));
    }

    /// Whether the server is being told of a logout.
    fn is_being_told(&self) -> bool {
        let step = self.flight.as_ref().map(|flight| flight.step);
        matches!(step, Some(Step::LoggingOut | Step::VerifyingLogout { .. }))
    }

    /// Whether a logout is on its way that no other session hears of: once it is carried out, the
    /// server knows no session any more that could log out everywhere.
    pub(super) fn is_gone_from_here_alone(&self) -> bool {
        self.is_being_told() && self.farewell.is_some_and(|farewell| !farewell.told)
    }

    /// Another tab logs out of a session that has no id: an answer to what was sent before says nothing of that one, and
    /// a sign-in that was sent before came before it.
    pub(super) fn note_another_logout(&mut self) {
        let told = self.is_being_told();
        let farewell = self.farewell.as_mut();
        if let Some(farewell) = farewell.filter(|it| it.handle == Name::NONE) {
            farewell.due |= told;
            self.fence_login();
        }
    }

    /// Whether a logout is to be sent as soon as may be.
    pub(super) fn is_leaving(&self) -> bool {
        self.farewell.as_ref().is_some_and(|farewell| farewell.due)
    }

    /// Makes way for the logout: what changes no cookie is aborted, what may has time to settle.
    fn interrupt(&mut self) {
        let Some(flight) = self.flight.as_mut() else {
            return;
        };
        match &mut flight.step {
            Step::Checking | Step::Touching | Step::VerifyingLogin => self.abandon_flight(),
            Step::Locking { purpose, .. } => {
                *purpose = Purpose::Logout;
                flight.since = self.now.monotonic;
                self.set_timer(Timer::LockWait, Purpose::Logout.patience());
            }
            Step::Refreshing { .. }
            | Step::Probing { .. }
            | Step::LoggingIn
            | Step::Publishing { .. } => self.set_timer(Timer::Settle, SETTLE),
            Step::LoggingOut | Step::VerifyingLogout { .. } => {}
        }
    }

    /// Logs the session out that is to die. Whose the cookie is by now is asked first, unless this page has just
    /// shown it: a server that takes no handle would end any session.
    pub(super) fn log_out(&mut self, lock: Option<RequestId>) {
        let Some(farewell) = self.farewell.as_mut() else {
            return;
        };
        if self.config.takes_handle || farewell.sure || farewell.handle == Name::NONE {
            return self.send_logout(lock);
        }
        farewell.due = false;
        self.timers.stop(Timer::LockWait);
        let step = Step::VerifyingLogout { elsewhere: false };
        self.send(step, Intent::Check, lock);
    }

    pub(super) fn send_logout(&mut self, lock: Option<RequestId>) {
        let Some(farewell) = self.farewell.as_mut() else {
            return;
        };
        farewell.due = false;
        farewell.sure = false;
        let everywhere = farewell.everywhere;
        farewell.told = everywhere;
        self.timers.stop(Timer::LockWait);
        let intent = if everywhere {
            Intent::LogoutEverywhere
        } else {
            Intent::Logout
        };
        self.send(Step::LoggingOut, intent, lock);
    }

    pub(super) fn logged_out(&mut self, flight: &Flight, outcome: &Outcome) {
        match outcome {
            Ok(Answer::LoggedOut { elsewhere }) => self.verify_logout(flight, *elsewhere),
            // Already out: some servers say so with a 401.
            Ok(Answer::Anonymous | Answer::Expired | Answer::NoAccess) => {
                self.verify_logout(flight, false);
            }
            // The user has left once more since: the session that is there now may be the one they left.
            Ok(Answer::Mismatch) if self.is_leaving() => self.send_logout(flight.lock),
            // Another session lives in the cookie: the one that was to die is out of this browser.
            Ok(Answer::Mismatch) => self.farewell_over(flight, false, true),
            Ok(answer @ (Answer::CsrfRejected | Answer::Session(_) | Answer::Refused)) => {
                self.farewell_delayed(flight, answer.misplaced());
            }
            Err(error) => self.farewell_delayed(flight, *error),
        }
    }

    fn verify_logout(&mut self, flight: &Flight, elsewhere: bool) {
        self.send(
            Step::VerifyingLogout { elsewhere },
            Intent::Check,
            flight.lock,
        );
    }

    pub(super) fn logout_verified(&mut self, flight: &Flight, outcome: &Outcome, elsewhere: bool) {
        let Some(farewell) = self.farewell.as_mut() else {
            return self.land(flight);
        };
        let asks_first =
            !(self.config.takes_handle || farewell.sure || farewell.handle == Name::NONE);
        match outcome {
            Ok(Answer::Anonymous) if farewell.due && farewell.handle == Name::NONE => {
                self.send_logout(flight.lock);
            }
            Ok(Answer::Anonymous) => self.farewell_over(flight, elsewhere, false),
            Ok(Answer::Session(facts))
                if farewell.handle != Name::NONE
                    && facts.handle.is_some_and(|handle| handle != farewell.handle) =>
            {
                self.farewell_over(flight, false, true); // another session began meanwhile
            }
            // Whose session has lapsed there only a renewal tells; where that does not, nothing is ended.
            Ok(Answer::Expired | Answer::NoAccess) if asks_first && self.config.refreshable => {
                if farewell.rounds > 0 || flight.lock.is_none() {
                    return self.farewell_delayed(flight, Code::UnexpectedResponse.into());
                }
                farewell.rounds = 1;
                let step = Step::VerifyingLogout { elsewhere };
                self.send(step, Intent::Refresh, flight.lock);
            }
            // A late Set-Cookie brought it back: once more.
            Ok(Answer::Session(_) | Answer::Expired | Answer::NoAccess)
                if farewell.rounds + 1 < ROUNDS =>
            {
                farewell.rounds += 1;
                self.send_logout(flight.lock);
            }
            Ok(_) => self.farewell_delayed(flight, Code::UnexpectedResponse.into()),
            Err(error) => self.farewell_delayed(flight, *error),
        }
    }

    fn farewell_over(&mut self, flight: &Flight, elsewhere: bool, replaced: bool) {
        if let Some(farewell) = &self.farewell {
            let handle = farewell.handle;
            self.effect(Effect::ClearTombstone(handle));
        }
        self.farewell_confirmed();
        self.land(flight);
        self.wants.check |= replaced;
        self.read_tombstone(); // another one may be to die as well
        if flight.lock.is_some() {
            self.say(News::Ended); // a tab that has not seen the tombstone yet will not see it any more
        }
        if elsewhere {
            self.effect(Effect::NavigateAway);
        }
    }

    /// Whatever was to die is dead, or is to die no more.
    pub(super) fn forget_farewell(&mut self) {
        if let Some(farewell) = self.farewell.take() {
            self.effect(Effect::ClearTombstone(farewell.handle));
        }
    }

    /// The session that was to die is dead. Whether the others of its user are, the server was told in time or not.
    pub(super) fn farewell_confirmed(&mut self) {
        let farewell = self.farewell.take();
        let told = farewell.is_none_or(|farewell| farewell.told);
        self.timers.stop(Timer::Tombstone);
        self.timers.stop(Timer::Farewell);
        self.at_ease();
        self.settle(EVERYWHERE, None, told);
        self.settle(LOGOUT, None, true);
    }

    /// The server could not be told: the tombstone stays, and so does the intent.
    fn farewell_delayed(&mut self, flight: &Flight, error: Error) {
        if let Some(farewell) = self.farewell.as_mut() {
            farewell.rounds = 0;
            farewell.sure = false;
        }
        self.land(flight);
        self.stumble(error, Again::Check);
        self.resolve_all(LOGOUT);
        self.fail_all(LOGIN_BY_NAVIGATION, error);
        self.resolve_all(CHECK);
    }
}
