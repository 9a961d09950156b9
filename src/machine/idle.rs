//! The idle limit: the server enforces it, the client mirrors it (P19).

use super::{
    Again, Answer, Code, Effect, Error, Failure, Limit, Machine, Message, News, Reason, Timer,
    Timestamp,
    state::{Flight, Step},
    time::Millis,
};

/// The least a warning is ahead of the limit (WCAG 2.2.1).
const LEAST_WARNING: Millis = 20_000;

impl Machine {
    pub(super) fn arm_idle(&mut self) {
        self.timers.stop(Timer::Idle);
        self.timers.stop(Timer::IdleWarning);
        if !self.config.watch_idle {
            return;
        }
        let (last_active, own) = (self.last_active, self.config.idle);
        let Some(known) = self.known.as_mut() else {
            return;
        };
        if known.facts.idle_expires_in.is_none() {
            known.idle_at = own.map(|span| last_active.after(span));
            known.idle_limit = own.unwrap_or(0);
        }
        let Some(idle_at) = known.idle_at else { return };
        let warning = self
            .config
            .idle_warning
            .max(LEAST_WARNING)
            .min(known.idle_limit / 2);
        self.timers.set(Timer::Idle, idle_at);
        let warn_at = idle_at.before(warning);
        if warn_at > self.now.monotonic {
            self.timers.set(Timer::IdleWarning, warn_at);
        }
    }

    /// Somebody is there: the server is told, at most once per quarter of the limit, and of the
    /// last sign of life no later than a quarter after it.
    pub(super) fn active(&mut self) {
        self.last_active = self.now.monotonic;
        let Some(known) = self.known.as_ref().filter(|_| self.authenticated()) else {
            return;
        };
        let touching = self.flight.as_ref().map(|flight| &flight.step) == Some(&Step::Touching);
        if touching || known.idle_at.is_none() {
            return;
        }
        let due = known.touched.after(known.idle_limit / 4);
        self.timers.set(Timer::Touch, due.max(self.now.monotonic));
        if self.is_idle_limit_ours() {
            self.arm_idle();
        }
    }

    /// A quarter of the limit is over in which somebody was there.
    pub(super) fn tell_of_activity(&mut self) {
        if self.due.is_some() {
            return; // past: the server is being asked
        }
        if self.is_idle_limit_ours() {
            self.announce_activity();
        } else if self.config.touchable && self.timers.get(Timer::Retry).is_none() {
            self.wants.touch = true;
        }
    }

    pub(super) fn is_idle_limit_ours(&self) -> bool {
        self.config.idle.is_some()
            && self
                .known
                .as_ref()
                .is_some_and(|known| known.facts.idle_expires_in.is_none())
    }

    /// Moves the idle limit that is the page's own, in every tab.
    pub(super) fn announce_activity(&mut self) {
        self.touched_now(self.now.monotonic);
        self.arm_idle();
        self.effect(Effect::Broadcast(Message::new(
            News::Active,
            self.generation,
        )));
    }

    /// Somebody was there in another tab.
    pub(super) fn activity_seen(&mut self) {
        self.last_active = self.now.monotonic;
        self.touched_now(self.now.monotonic);
        self.arm_idle();
    }

    /// The others, and the server if the limit is its own, know of all activity until then.
    pub(super) fn touched_now(&mut self, at: Timestamp) {
        if let Some(known) = self.known.as_mut() {
            known.touched = at;
        }
        self.timers.stop(Timer::Touch);
    }

    /// The limit is near.
    pub(super) fn idle_comes_near(&mut self) {
        if self.due.is_none() {
            self.warn(Limit::Idle);
        }
    }

    /// The limit has passed by our clock. Another tab may have moved it: the server knows.
    pub(super) fn idle_passed(&mut self) {
        if self.is_idle_limit_ours() {
            self.depart(Reason::Idle, false);
        } else {
            self.due = Some(Reason::Idle);
            self.wants.check = true;
        }
    }

    pub(super) fn touched(&mut self, flight: &Flight, result: Result<Answer, Failure>) {
        match result {
            Ok(Answer::Session(facts)) => {
                self.adopt(flight, facts);
                self.land(flight);
                self.announce(News::Renewed);
                self.settle_extend(Ok(false));
            }
            Ok(Answer::Anonymous) => {
                let reason = self.reason_for_the_end(Reason::Revoked);
                self.land(flight);
                self.end(reason);
            }
            Ok(Answer::Expired) if !self.config.refreshable => {
                self.land(flight);
                self.end(Reason::Expired);
            }
            // Lapsed, and renewed by another tab meanwhile: once more.
            Ok(Answer::Expired) if flight.generation < self.generation => {
                self.land(flight);
                self.wants.touch = true;
            }
            // Lapsed: the touch is made again after the refresh.
            Ok(Answer::Expired) => {
                self.land(flight);
                match self.refresh_for_an_answer() {
                    Ok(()) => self.wants.touch = true,
                    Err(error) => self.touch_failed(error, None),
                }
            }
            Ok(Answer::Mismatch) => {
                self.land(flight);
                self.wants.check = true;
                self.settle_extend(Err(&Code::IdentityChanged.into()));
            }
            Ok(Answer::CsrfRejected) => {
                self.land(flight);
                self.touch_failed(Code::CsrfRejected.into(), None);
            }
            Ok(Answer::Refused | Answer::LoggedOut { .. }) => {
                self.land(flight);
                self.touch_failed(Code::UnexpectedResponse.into(), None);
            }
            Err(failure) => {
                self.land(flight);
                self.touch_failed(Error::from(&failure), failure.retry_after());
            }
        }
    }

    fn touch_failed(&mut self, error: Error, retry_after: Option<Millis>) {
        self.settle_extend(Err(&error));
        self.stumble(error, retry_after, Again::Check);
    }
}
