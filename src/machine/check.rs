//! Asking the session endpoint: on load, when told to, when in doubt.

use super::{
    Again, Answer, By, Code, Effect, Error, Event, Facts, Machine, Name, News, Reason, Sink,
    Status, Timer, Timestamp,
    calls::CHECK,
    error::Outcome,
    state::{Farewell, Flight, Known, Step},
    time::Millis,
};

/// How far the server's reckoning of a limit and ours may lie apart.
pub(super) const LEEWAY: Millis = 2_000;

impl<S: Sink> Machine<S> {
    pub(super) fn started(&mut self, visible: bool, online: bool, tombstone: Option<Name>) {
        self.visible = visible;
        self.online = online;
        if let Some(handle) = tombstone {
            self.status = Status::Unauthenticated(Reason::LoggedOut);
            self.farewell = Some(Farewell {
                handle,
                everywhere: false,
                told: false,
                due: true,
                sure: false,
                read: true,
                replaced: false,
                rounds: 0,
            });
        } else {
            self.wants.check = true;
        }
    }

    pub(super) fn checked(&mut self, flight: &Flight, outcome: &Outcome) {
        self.land(flight);
        match outcome {
            Ok(Answer::Session(facts)) => {
                let renewed = self.is_renewed(flight, facts);
                self.adopt(flight, facts);
                if self.doubt.comes() {
                    if renewed {
                        self.is_certain();
                    } else {
                        self.want_refresh();
                    }
                }
                self.release_requests();
                self.resolve_fresh();
            }
            Ok(Answer::Anonymous) => self.end(self.reason_for_the_end(Reason::Revoked)),
            Ok(Answer::Expired | Answer::NoAccess) if !self.config.refreshable => {
                self.end(Reason::Expired);
            }
            // It may have lapsed since, and been renewed by another tab: that is no word on now.
            Ok(Answer::Expired | Answer::NoAccess) if flight.generation < self.generation => {
                self.wants.check = true;
                return;
            }
            Ok(lapsed @ (Answer::Expired | Answer::NoAccess)) => {
                self.lapsed |= matches!(lapsed, Answer::Expired);
                let refreshes = self.refresh_for_an_answer();
                if let Some(known) = self.known.as_mut() {
                    known.expires_at = known.expires_at.min(flight.since);
                }
                return match refreshes {
                    Ok(()) => self.wait_for_refresh(flight),
                    Err(error) => self.check_failed(flight, error),
                };
            }
            Ok(
                Answer::Mismatch
                | Answer::CsrfRejected
                | Answer::Refused
                | Answer::LoggedOut { .. },
            ) => return self.check_failed(flight, Code::UnexpectedResponse.into()),
            Err(error) if error.is(Code::CookiesBlocked) => {
                self.end(self.reason_for_the_end(Reason::Revoked));
                self.fault(*error);
                return self.fail_checks(flight, *error);
            }
            Err(error) => return self.check_failed(flight, *error),
        }
        self.resolve_checks(flight);
    }

    fn check_failed(&mut self, flight: &Flight, error: Error) {
        if let Some(reason) = self.overdue().filter(|_| self.authenticated()) {
            self.end(reason); // a limit of the server's own, and nothing says otherwise
        } else if error.is(Code::StepUpRequired) {
            self.fault(error); // to ask again changes nothing
        } else {
            self.stumble(error, Again::Check);
        }
        // The requests that wait go out in the name of the user they were made for, while that is known.
        if !self.refreshing() {
            self.fail_waiting(error);
        }
        self.unsettled();
        self.fail_checks(flight, error);
    }

    /// Returns why the session is over by our clock, if another tab has not moved the limit since.
    pub(super) fn overdue(&self) -> Option<Reason> {
        let known = self.known.as_ref()?;
        self.due.filter(|reason| {
            let at = if *reason == Reason::Idle {
                known.idle_at
            } else {
                known.expires_at
            };
            at <= self.now.monotonic
        })
    }

    /// It could not be told who is signed in: no user is, for now, and the machine tries again.
    pub(super) fn unsettled(&mut self) {
        if matches!(self.status, Status::Loading) {
            self.status = Status::Unauthenticated(Reason::Unknown);
            let doubt = self.doubt;
            self.forget();
            self.doubt = doubt; // the server counts whether or not anybody is shown here
        }
    }

    /// Whether the server has yet to say who is signed in.
    pub(super) fn is_open(&self) -> bool {
        matches!(
            self.status,
            Status::Loading | Status::Unauthenticated(Reason::Unknown)
        )
    }

    /// Forgets what the server said, and all that was to come of it.
    fn forget(&mut self) {
        self.known = None;
        self.due = None;
        self.doubt = Timestamp::NEVER;
        for &timer in &[
            Timer::Refresh,
            Timer::Expiry,
            Timer::Idle,
            Timer::IdleWarning,
            Timer::Touch,
            Timer::Absolute,
            Timer::AbsoluteWarning,
        ] {
            self.timers.stop(timer);
        }
    }

    /// Takes what the server says for the session.
    pub(super) fn adopt(&mut self, flight: &Flight, facts: &Facts) {
        let changed = self
            .known
            .as_ref()
            .is_some_and(|known| !known.is_same(facts));
        if changed {
            self.identity_changed(facts);
        }
        let fresh = !self.authenticated() || changed;
        let mut another = fresh;
        if self.handle_believed_in() != facts.handle {
            self.wants.refresh = false; // what lapsed was another session
            another = true;
        }
        let replaces = another && self.authenticated();
        // Asked before another tab renewed the session that was known here.
        self.wants.check |= another && flight.generation < self.generation;
        let known = self.known.as_ref();
        let claims_changed =
            another || known.is_none_or(|known| known.facts.claims != facts.claims);
        // Back from a sign-in elsewhere, after a form of the application's own, or one that was given up, perhaps.
        let news = claims_changed && (self.login_in_doubt || self.is_waiting(CHECK))
            || matches!(
                (self.status, flight.step),
                (Status::Loading, Step::Checking)
            );
        // Also where they seem the same: when a token was made is no part of their digest.
        if let Some(request) = flight.request {
            self.effect(Effect::AdoptClaims(request));
        }
        let before = self.known.take();
        let mut known = Known::new(facts, before.as_ref(), flight, self.now);
        if let Some(before) = before.filter(|_| flight.generation < self.generation) {
            known.keep_renewal(&before);
        }
        self.known = Some(known);
        self.reject_strangers();
        self.status = Status::Authenticated;
        self.due = None;
        self.farewell_heard = None;
        self.login_in_doubt = false;
        self.lapsed = false;
        self.at_ease();
        if fresh {
            self.last_active = self.now.monotonic;
            self.event(Event::Authenticated);
        }
        self.arm_limits();
        self.clear_stray();
        // A server that names another session each time is not asked by tab after tab for ever.
        let unheard = replaces && self.is_unheard_of(flight);
        if news || unheard && self.disputes.strike(self.now.monotonic) {
            self.announce(News::Renewed);
        }
        if fresh && self.is_idle_limit_ours() {
            self.announce_activity(); // the user opened a page: that counts in every tab
        }
    }

    /// Nothing is wrong, or waited for, any more.
    pub(super) fn at_ease(&mut self) {
        self.error = None;
        self.backoff.succeed();
        self.quiet = self.now.monotonic;
        self.timers.stop(Timer::Retry);
    }

    /// Another user is signed in now: what was asked for the one before is not done for this one (P12).
    fn identity_changed(&mut self, facts: &Facts) {
        self.wants.refresh = false;
        self.wants.touch = false;
        self.reject_requests(Code::IdentityChanged, None);
        self.fail_session_calls(Code::IdentityChanged);
        let from = self.known.take().and_then(|known| known.facts.subject);
        self.event(Event::IdentityChanged {
            from,
            to: facts.subject,
        });
    }

    /// Ends the session in this tab, after a logout not by this one; if none was, whatever waited for
    /// one learns that.
    pub(super) fn end(&mut self, reason: Reason) {
        self.end_by(reason, By::Tab);
    }

    /// Ends the session in this tab, after a logout by `leaver`, unless the reason is another one.
    pub(super) fn end_by(&mut self, reason: Reason, leaver: By) {
        let signed_in = self.known.is_some(); // also while a restored page still asks
        let limit = self.is_over_by(self.now.monotonic);
        self.epoch = self.epoch.wrapping_add(1);
        self.forget();
        self.at_ease();
        self.wants.refresh = false;
        self.wants.touch = false;
        self.wants.confirm = false;
        self.farewell_heard = None;
        self.lapsed = false;
        if signed_in || self.is_open() {
            self.breaker.succeed();
            self.disputes.succeed();
            self.status = Status::Unauthenticated(reason);
        }
        if signed_in || self.farewell.is_some() {
            self.reject_requests(Code::SessionEnded, None);
        } else {
            self.release_requests();
        }
        if signed_in {
            let by = if reason == Reason::LoggedOut {
                leaver
            } else {
                By::Server
            };
            self.event(Event::Ended { reason, by });
            if reason != Reason::LoggedOut && self.farewell.is_none() {
                self.say_with(News::Ended, u64::from(limit));
            }
        }
        self.fail_session_calls(Code::SessionEnded);
    }

    /// Returns why the server says that no user is signed in.
    pub(super) fn reason_for_the_end(&self, otherwise: Reason) -> Reason {
        if let Some(reason) = self.farewell_heard {
            return reason;
        }
        let Some(known) = &self.known else {
            // Of a first visit some servers say the same as of a session that has lapsed.
            return if self.lapsed && otherwise == Reason::Expired {
                otherwise
            } else {
                Reason::None
            };
        };
        let passed = |at| at <= self.now.monotonic.after(LEEWAY);
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
