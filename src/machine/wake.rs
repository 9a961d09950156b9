//! Sleep, freezing, hiding, the network: every deadline is judged anew on waking (P16, P18).

use super::{
    Activity, Effect, Machine, Now, Sink, Snapshot, Status, Timer, Timestamp,
    state::{Known, Purpose, Step},
    time::Millis,
};

/// The clocks may drift apart by this much before it means something.
const DRIFT: u64 = 10_000;
/// How old the server's word may be before a page that becomes visible asks again.
const FRESH: Millis = 10_000;
/// How much the tabs of many people spread when the network returns.
const HERD: Millis = 1_000;

impl<S: Sink> Machine<S> {
    /// Notices that the clocks drifted apart: the machine slept, or the clock was set. Neither
    /// ends anything; the server is asked.
    pub fn look_at_clock(&mut self, now: Now) {
        let drift = (now.offset() - self.now.offset()).unsigned_abs();
        let monotonic = now.monotonic.max(self.now.monotonic);
        self.now = Now {
            monotonic,
            wall: now.wall,
        };
        if drift > DRIFT && self.authenticated() {
            self.wants.check = true;
        }
    }

    pub(super) fn became_visible(&mut self) {
        self.visible = true;
        self.arm_refresh();
        self.woke();
    }

    pub(super) fn became_hidden(&mut self) {
        self.visible = false;
        if self.config.refreshable && !self.may_refresh_unasked() {
            self.timers.stop(Timer::Refresh);
        }
        self.tell_before_hiding();
    }

    /// The page was frozen, and heard nothing.
    pub(super) fn thawed(&mut self) {
        self.hearing = Timestamp::NEVER;
        self.woke();
    }

    /// The page is in use again: what was missed is asked for, unless the server just spoke.
    pub(super) fn woke(&mut self) {
        self.read_tombstone();
        let stale = self.error.is_some() && !self.timers.is_set(Timer::Retry);
        self.wants.check |= (stale || !self.spoke_within(FRESH)) && !self.is_to_wait();
    }

    /// Whether the server gave a verdict that lately.
    pub(super) fn spoke_within(&self, span: Millis) -> bool {
        let now = self.now.monotonic;
        self.heard <= now && now < self.heard.after(span)
    }

    /// Back out of the back/forward cache: it is not known who is signed in until the server says so.
    pub(super) fn restored(&mut self) {
        self.visible = true;
        self.epoch = self.epoch.wrapping_add(1);
        // A page in the cache holds no lock.
        if let Some(lock) = self.flight.as_mut().and_then(|flight| flight.lock.take()) {
            self.effect(Effect::ReleaseLock(lock));
        }
        if !self.resume_login() {
            self.abandon_flight();
        }
        if self.authenticated() {
            self.status = Status::Loading;
            // To come back is to open the page: the answer arms the limit anew.
            if self.is_idle_limit_ours() {
                self.timers.stop(Timer::Idle);
            }
        }
        self.read_tombstone();
        self.farewell_now();
        self.wants.check = true;
    }

    pub(super) fn went_online(&mut self) {
        let was = core::mem::replace(&mut self.online, true);
        let waits = self.error.is_some() || self.farewell.is_some();
        if !was && waits && !self.is_to_wait() {
            let soon = self.now.monotonic.after(self.jitter.below(HERD));
            let at = self.timers.get(Timer::Retry);
            self.timers.set(Timer::Retry, at.min(soon));
        }
    }

    /// Returns the session as an application sees it.
    pub fn snapshot(&self) -> Snapshot {
        let known = self.known.as_ref().filter(|_| self.authenticated());
        let shown = |at: fn(&Known) -> Timestamp| known.and_then(|known| known.shown(at(known)));
        Snapshot {
            status: self.status,
            activity: self.activity(),
            subject: known.and_then(|known| known.facts.subject),
            expires_at: shown(|known| known.expires_at),
            idle_expires_at: shown(|known| known.idle_at),
            absolute_expires_at: shown(|known| known.absolute_at),
            error: self.error,
        }
    }

    fn activity(&self) -> Activity {
        let Some(flight) = &self.flight else {
            let pauses = !self.online || self.timers.is_set(Timer::Retry);
            return if pauses {
                Activity::Paused
            } else {
                Activity::Idle
            };
        };
        match flight.purpose() {
            Some(Purpose::Login) => Activity::Checking,
            Some(Purpose::Logout) => Activity::Ending,
            None if matches!(flight.step, Step::Checking) => Activity::Checking,
            Some(Purpose::Refresh) | None if self.is_leaving() => Activity::Ending,
            // The end of a login, not of a renewal.
            _ if matches!(flight.step, Step::Publishing { signed_in: true }) => Activity::Checking,
            Some(Purpose::Refresh) => Activity::Refreshing,
            None => Activity::Idle,
        }
    }
}
