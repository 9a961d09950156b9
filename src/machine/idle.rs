//! The idle limit: the server enforces it, the client mirrors it (P19).

use super::{
    Again, Answer, Code, Error, Limit, Machine, News, Reason, Sink, Timer, Timestamp,
    calls::EXTEND,
    error::Outcome,
    lock::THROTTLED,
    state::{Flight, Known, Step, Whose},
    time::{Millis, Span},
};

/// The least a warning is ahead of the limit (WCAG 2.2.1).
const LEAST_WARNING: Millis = 20_000;
const SECOND: Millis = 1_000;
/// How long the other tabs have to say that the user is active there, before the page's own limit ends the session.
const HEARING: Millis = 1_000;

impl<S: Sink> Machine<S> {
    pub(super) fn arm_idle(&mut self) {
        self.timers.stop(Timer::Idle);
        self.timers.stop(Timer::IdleWarning);
        self.hearing = Timestamp::NEVER;
        self.asked_again = false;
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
        // The other tabs are asked before a limit of the page's own ends anything.
        let ahead = if known.idle_limit_of == Whose::Pages {
            HEARING
        } else {
            0
        };
        self.timers.set(Timer::Idle, idle_at.before(ahead));
        self.arm_warning(Timer::IdleWarning, Limit::Idle, warning);
    }

    /// The user is active: the server is told, at most once per quarter of the limit, and of the
    /// last sign of life no later than a quarter after it.
    pub(super) fn active(&mut self) {
        if self.is_own_limit_over() {
            self.late_activity = self.now.monotonic; // too late, unless another tab says otherwise
            return;
        }
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

    /// A quarter of the limit is over in which the user was active.
    pub(super) fn tell_of_activity(&mut self) {
        if self.overdue().is_some() {
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

    /// Whether the page's own idle limit has passed, and the other tabs are being asked.
    pub(super) fn is_own_limit_over(&self) -> bool {
        let passed = |known: &Known| known.idle_at <= self.now.monotonic;
        self.is_idle_limit_ours() && self.known.as_ref().is_some_and(passed)
    }

    /// Moves the idle limit that is the page's own, in every tab.
    pub(super) fn announce_activity(&mut self) {
        self.touched_now(self.now.monotonic);
        self.arm_idle();
        self.tell_last_activity();
    }

    fn tell_last_activity(&mut self) {
        let ago = self.now.monotonic.since(self.last_active);
        let at = self.now.wall.saturating_sub_unsigned(ago);
        self.say_with(News::Active, at.max(0).unsigned_abs() / SECOND);
    }

    /// Another tab asks whether the user was active here.
    pub(super) fn asked_for_activity(&mut self) {
        if self.authenticated() && !self.is_own_limit_over() {
            self.tell_last_activity();
        }
    }

    /// The user was active in another tab, at this second of the wall clock.
    pub(super) fn activity_seen(&mut self, at: Millis) {
        let now = self.now.monotonic;
        let ago = self.now.wall.saturating_sub_unsigned(at * SECOND);
        let at = now.before(ago.max(0).unsigned_abs());
        if at <= self.last_active {
            return;
        }
        self.last_active = at;
        self.touched_now(now);
        self.arm_idle();
        // What seemed too late here came in time after all.
        let late = core::mem::replace(&mut self.late_activity, Timestamp::NEVER);
        let limit = self.known.as_ref().map(|known| known.idle_at);
        if late > at && limit.is_some_and(|limit| late < limit) {
            self.last_active = late;
            self.announce_activity();
        }
        if self.is_waiting(EXTEND) && !self.is_own_limit_over() {
            self.is_present();
            self.extended();
        }
    }

    /// The user is there, as the application says: that moves the page's own limit.
    pub(super) fn is_present(&mut self) {
        self.last_active = self.now.monotonic;
        if self.authenticated() && self.is_idle_limit_ours() {
            self.announce_activity();
        }
    }

    /// The limit of a server that is not told of activity is the page's own, or none.
    pub(super) fn extended(&mut self) {
        if !self.config.touchable {
            self.resolve_all(EXTEND);
        }
    }

    /// The page is hidden and may be frozen: what it has not told of yet it tells now.
    pub(super) fn tell_before_hiding(&mut self) {
        if self.is_idle_limit_ours() && self.timers.is_set(Timer::Touch) {
            self.announce_activity();
        }
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
        if self.overdue().is_none() {
            self.warn(Limit::Idle);
        }
    }

    /// The limit has passed by our clock. Another tab may have moved it: the server knows, or of a limit of
    /// the page's own the other tabs.
    pub(super) fn idle_passed(&mut self) {
        if !self.is_idle_limit_ours() {
            self.due = Some(Reason::Idle);
            self.wants.check = true;
            return;
        }
        let now = self.now.monotonic;
        if self.hearing.comes() && !self.was_deaf() {
            return self.depart(Reason::Idle, false);
        }
        self.say(News::Idle);
        self.hearing = now.after(HEARING);
        if let Some(known) = &self.known {
            self.timers
                .set(Timer::Idle, known.idle_at.max(self.hearing));
        }
    }

    /// Whether this tab stood still while the other ones were asked, and may not have heard their answer. The timers
    /// of a hidden page may each be late though nothing stood still: it asks once more.
    fn was_deaf(&mut self) -> bool {
        let late = self.now.monotonic.since(self.hearing);
        let again = core::mem::replace(&mut self.asked_again, true);
        let throttled = again && !self.visible;
        late > if throttled { THROTTLED } else { HEARING / 4 }
    }

    pub(super) fn touched(&mut self, flight: &Flight, outcome: &Outcome) {
        self.land(flight);
        match outcome {
            Ok(Answer::Session(facts)) => {
                self.adopt(flight, facts);
                self.wants.check |= self.doubt.comes();
                self.announce(News::Renewed);
                self.resolve_all(EXTEND);
            }
            Ok(Answer::Anonymous) => self.end(self.reason_for_the_end(Reason::Revoked)),
            Ok(Answer::Expired | Answer::NoAccess) if !self.config.refreshable => {
                self.end(Reason::Expired);
            }
            // Lapsed, and renewed by another tab meanwhile: once more.
            Ok(Answer::Expired | Answer::NoAccess) if flight.generation < self.generation => {
                self.wants.touch = true;
            }
            // Lapsed: the touch is made again after the refresh.
            Ok(Answer::Expired | Answer::NoAccess) => match self.refresh_for_an_answer() {
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
