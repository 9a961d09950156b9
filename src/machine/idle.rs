//! The idle limit: the server enforces it, the client mirrors it (P19).

use super::{
    Again, Answer, Code, Error, Limit, Machine, News, Reason, Sink, Timer, Timestamp,
    calls::EXTEND,
    error::Outcome,
    state::{Flight, Step, Whose},
    time::{Millis, Span},
};

/// The least a warning is ahead of the limit (WCAG 2.2.1).
const LEAST_WARNING: Millis = 20_000;

impl<S: Sink> Machine<S> {
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
        if known.idle_limit_of == Whose::Pages {
            known.idle_at = own.map_or(Timestamp::NEVER, |span| last_active.after(span.millis()));
            known.idle_limit = own.map_or(0, Span::millis);
        }
        let idle_at = known.idle_at;
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
        let step = self.flight.as_ref().map(|flight| flight.step);
        let touching = matches!(step, Some(Step::Touching));
        if touching || !known.idle_at.comes() {
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
        } else if self.config.touchable && !self.timers.is_set(Timer::Retry) {
            self.wants.touch = true;
        }
    }

    pub(super) fn is_idle_limit_ours(&self) -> bool {
        let known = self.known.as_ref();
        self.config.idle.is_some() && known.is_some_and(|known| known.idle_limit_of == Whose::Pages)
    }

    /// Moves the idle limit that is the page's own, in every tab.
    pub(super) fn announce_activity(&mut self) {
        self.touched_now(self.now.monotonic);
        self.arm_idle();
        self.say(News::Active);
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

    pub(super) fn touched(&mut self, flight: &Flight, outcome: &Outcome) {
        self.land(flight);
        match outcome {
            Ok(Answer::Session(facts)) => {
                self.adopt(flight, facts);
                self.announce(News::Renewed);
                self.resolve_all(EXTEND);
            }
            Ok(Answer::Anonymous) => self.end(self.reason_for_the_end(Reason::Revoked)),
            Ok(Answer::Expired) if !self.config.refreshable => self.end(Reason::Expired),
            // Lapsed, and renewed by another tab meanwhile: once more.
            Ok(Answer::Expired) if flight.generation < self.generation => self.wants.touch = true,
            // Lapsed: the touch is made again after the refresh.
            Ok(Answer::Expired) => match self.refresh_for_an_answer() {
                Ok(()) => self.wants.touch = true,
                Err(error) => self.touch_failed(error),
            },
            Ok(Answer::Mismatch) => {
                self.wants.check = true;
                self.fail_all(EXTEND, Code::IdentityChanged.into());
            }
            Ok(answer @ (Answer::CsrfRejected | Answer::Refused | Answer::LoggedOut { .. })) => {
                self.touch_failed(answer.misplaced());
            }
            Err(error) => self.touch_failed(*error),
        }
    }

    fn touch_failed(&mut self, error: Error) {
        self.fail_all(EXTEND, error);
        self.stumble(error, Again::Check);
    }
}
