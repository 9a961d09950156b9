//! When the machine is to be called again, and what is done then.

use super::{Limit, Machine, Millis, Sink, Timer, Timestamp};

impl<S: Sink> Machine<S> {
    /// Returns when to call again with `Input::Timeout`, and why.
    ///
    /// ```
    /// use hallpass::machine::{Call, CallId, Config, Input, Machine, Now, Timer, Timestamp};
    ///
    /// let mut machine = Machine::new(Config::default());
    /// assert_eq!(machine.due(), None);
    /// let logout = Input::Called(CallId(1), Call::Logout { everywhere: false });
    /// let _ = machine.handle(Now::default(), logout);
    /// let (at, timer): (Timestamp, Timer) = machine.poll_timeout().expect("a deadline");
    /// assert_eq!((machine.due(), timer), (Some(at), Timer::Farewell));
    /// ```
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
            Timer::Absolute => self.absolute_passed(),
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
    pub(super) fn serve_limits(&mut self) {
        self.serve_timers(&Timer::LIMITS);
    }

    /// Serves what is due. Behind an answer another one may wait that moves the idle limit: that is judged when the
    /// page is called again, which is at once.
    pub(super) fn conclude(&mut self, answer: bool) {
        let timers = if answer {
            &Timer::ALL[1..]
        } else {
            &Timer::ALL[..]
        };
        self.serve_timers(timers);
        self.launch();
    }

    pub(super) fn set_timer(&mut self, timer: Timer, span: Millis) {
        self.timers.set(timer, self.now.monotonic.after(span));
    }
}
