//! Asking the session endpoint: on load, when told to, when in doubt.

use super::{
    Again, Answer, Code, Effect, Error, Event, Facts, Machine, Name, News, Reason, Sink, Status,
    Timer, Timestamp,
    calls::CHECK,
    error::Outcome,
    state::{Farewell, Flight, Known, Step, Whose},
    time::{Millis, Span},
};

/// How far the server's reckoning of a limit and ours may lie apart.
pub(super) const LEEWAY: Millis = 2_000;
/// Validities below this are no basis to plan on; what they announce shows when it happens.
const SHORTEST: Millis = 1_000;

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
                self.adopt(flight, facts);
                self.release_requests();
                self.resolve_fresh();
            }
            Ok(Answer::Anonymous) => self.end(self.reason_for_the_end(Reason::Revoked)),
            Ok(Answer::Expired) if !self.config.refreshable => self.end(Reason::Expired),
            // It may have lapsed since, and been renewed by another tab: that is no word on now.
            Ok(Answer::Expired) if flight.generation < self.generation => {
                self.wants.check = true;
                return;
            }
            Ok(Answer::Expired) => {
                return match self.refresh_for_an_answer() {
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
            Err(error) => return self.check_failed(flight, *error),
        }
        self.resolve_checks(flight);
    }

    fn check_failed(&mut self, flight: &Flight, error: Error) {
        if let Some(reason) = self.due.filter(|_| self.authenticated()) {
            self.end(reason); // a limit of the server's own, and nobody to say otherwise
        } else {
            self.stumble(error, Again::Check);
        }
        // What waits goes out in the name of whoever it waited as, while that is known.
        if !self.refreshing() {
            self.fail_waiting(error);
        }
        self.unsettled();
        self.fail_checks(flight, error);
    }

    /// Nobody could tell who is signed in: nobody is, for now, and the machine tries again.
    pub(super) fn unsettled(&mut self) {
        if matches!(self.status, Status::Loading) {
            self.status = Status::Unauthenticated(Reason::None);
            self.forget();
        }
    }

    /// Forgets what the server said, and all that was to come of it.
    fn forget(&mut self) {
        self.known = None;
        self.due = None;
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
        if self.handle_believed_in() != facts.handle {
            self.wants.refresh = false; // what lapsed was another session
        }
        let fresh = !self.authenticated() || changed;
        let claims_changed = fresh
            || self.known.as_ref().is_none_or(|known| {
                known.facts.claims != facts.claims || known.facts.handle != facts.handle
            });
        // Back from a sign-in elsewhere, or after a form of the application's own, perhaps.
        let news = claims_changed && self.is_waiting(CHECK)
            || matches!(
                (self.status, flight.step),
                (Status::Loading, Step::Checking)
            );
        if let Some(request) = flight.request.filter(|_| claims_changed) {
            self.effect(Effect::AdoptClaims(request));
        }
        let before = self.known.take();
        let mut known = Known::new(facts, before.as_ref(), flight, self.now);
        // What was said before a renewal in another tab does not undo it.
        if let Some(Known { expires_at, .. }) = before
            && flight.generation < self.generation
            && expires_at.comes()
            && (expires_at > known.expires_at || !known.expires_at.comes())
        {
            known.expires_at = expires_at;
        }
        self.known = Some(known);
        self.reject_strangers();
        self.status = Status::Authenticated;
        self.due = None;
        self.farewell_heard = None;
        self.login_in_doubt = false;
        self.at_ease();
        if fresh {
            self.last_active = self.now.monotonic;
            self.event(Event::Authenticated);
        }
        self.arm_limits();
        self.clear_stray();
        if news {
            self.announce(News::Renewed);
        }
        if fresh && self.is_idle_limit_ours() {
            self.announce_activity(); // somebody opened a page: that counts in every tab
        }
    }

    /// Nothing is wrong, or waited for, any more.
    pub(super) fn at_ease(&mut self) {
        self.error = None;
        self.backoff.succeed();
        self.quiet = self.now.monotonic;
        self.timers.stop(Timer::Retry);
    }

    /// Somebody else is signed in now: what was asked for the other one is not done for this one (P12).
    fn identity_changed(&mut self, facts: &Facts) {
        self.epoch = self.epoch.wrapping_add(1);
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

    /// Ends the session in this tab; if none was, whatever waited for one learns that.
    pub(super) fn end(&mut self, reason: Reason) {
        let signed_in = self.known.is_some(); // also while a restored page still asks
        let limit = self.is_over_by(self.now.monotonic);
        self.epoch = self.epoch.wrapping_add(1);
        self.forget();
        self.at_ease();
        self.wants.refresh = false;
        self.wants.touch = false;
        self.wants.confirm = false;
        self.farewell_heard = None;
        if signed_in || matches!(self.status, Status::Loading) {
            self.breaker.succeed();
            self.status = Status::Unauthenticated(reason);
        }
        if signed_in || self.farewell.is_some() {
            self.reject_requests(Code::SessionEnded, None);
        } else {
            self.release_requests();
        }
        if signed_in {
            self.event(Event::Ended(reason));
            if reason != Reason::LoggedOut && self.farewell.is_none() {
                self.say_with(News::Ended, u64::from(limit));
            }
        }
        self.fail_session_calls(Code::SessionEnded);
    }

    /// Returns why the server says that nobody is signed in.
    pub(super) fn reason_for_the_end(&self, otherwise: Reason) -> Reason {
        if let Some(reason) = self.farewell_heard {
            return reason;
        }
        let Some(known) = &self.known else {
            return if otherwise == Reason::Expired {
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

impl Known {
    fn new(facts: &Facts, before: Option<&Self>, asked: &Flight, now: super::Now) -> Self {
        // What is left of an earlier grant is less than a grant; what a refresh brings is one.
        let granted = matches!(asked.step, Step::Refreshing { .. });
        let lasted = before
            .filter(|_| !granted)
            .map_or(0, |known| known.lifetime);
        let idled = before.map(|known| known.idle_limit);
        let most = |span: Option<Span>, so_far| span.map_or(0, Span::millis).max(so_far);
        // Reckoned from the asking: the answer may have taken its time (standards: subtract the RTT).
        // The last second of something longer is one to plan on.
        let at = |span: Option<Span>, rest: bool| match span.map(Span::millis) {
            Some(span) if rest || span >= SHORTEST => asked.since.after(span.max(SHORTEST)),
            _ => Timestamp::NEVER,
        };
        let idle_at = at(
            facts.idle_expires_in,
            idled.is_none_or(|idled| idled >= SHORTEST),
        );
        Self {
            expires_at: at(facts.expires_in, lasted >= SHORTEST),
            idle_at,
            absolute_at: at(facts.absolute_expires_in, true),
            idle_limit_of: if idle_at.comes() {
                Whose::Servers
            } else {
                Whose::Pages
            },
            lifetime: most(facts.expires_in, lasted),
            idle_limit: most(facts.idle_expires_in, idled.unwrap_or(0)),
            offset: now.offset(),
            touched: before.map_or(asked.since, |known| known.touched),
            facts: *facts,
        }
    }

    /// Returns a point in epoch milliseconds, if it is one.
    pub(super) fn shown(&self, at: Timestamp) -> Option<i64> {
        at.comes().then(|| at.0.cast_signed() + self.offset)
    }

    /// Whether the facts speak of the same session, or at least of the same person.
    pub(super) fn is_same(&self, facts: &Facts) -> bool {
        if self.facts.subject.is_none() && facts.subject.is_none() {
            return self.facts.handle == facts.handle
                || self.facts.handle.is_none()
                || facts.handle.is_none();
        }
        self.facts.subject == facts.subject
    }

    /// Returns the digest by which tabs recognise that they speak of the same session.
    pub(super) fn identity(&self) -> u32 {
        let part = |part: Option<Name>| part.map_or(0, Name::short);
        part(self.facts.subject) ^ part(self.facts.handle).rotate_left(16)
    }
}
