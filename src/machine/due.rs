//! When the machine is to be called again, and what is done then.

use super::{Limit, Machine, Millis, Reason, Sink, Timer, Timestamp};

impl<S: Sink> Machine<S> {
    /// Returns when to call again with `Input::Timeout`, and why.
    pub fn poll_timeout(&self) -> Option<(Timestamp, Timer)> {
        self.timers.next()
    }

    /// Returns when to call again, if ever.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        Some(self.timers.soonest()).filter(|at| at.comes())
    }

    fn timed_out(&mut self, timer: Timer) {
        match timer {
            Timer::Refresh => self.refresh_due(),
            Timer::Expiry => self.expired(),
            Timer::Touch => self.tell_of_activity(),
            Timer::IdleWarning => self.idle_comes_near(),
            Timer::Idle => self.idle_passed(),
            Timer::AbsoluteWarning => self.warn(Limit::Absolute),
            Timer::Absolute => self.end(Reason::Expired),
            Timer::Retry => self.retry(),
            Timer::LockWait => self.lock_waited_for(),
            Timer::Settle => self.settle_timed_out(),
            Timer::Tombstone => self.read_tombstone(),
            Timer::Farewell => self.leave_once_more(),
        }
    }

    pub(super) fn serve_timers(&mut self, which: &[Timer]) {
        while let Some(timer) = self.timers.take_due(self.now.monotonic, which) {
            self.timed_out(timer);
        }
    }

    /// What has passed comes before what is wanted now.
    #[inline(never)]
    pub(super) fn serve_limits(&mut self) {
        self.serve_timers(&Timer::LIMITS);
    }

    pub(super) fn set_timer(&mut self, timer: Timer, span: Millis) {
        self.timers.set(timer, self.now.monotonic.after(span));
    }
}
