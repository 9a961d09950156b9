//! Every deadline of the session, by name, in one table.

use super::time::Timestamp;

/// Why the machine wants to be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Refresh ahead of expiry.
    Refresh,
    /// The access part has lapsed and nothing renews it.
    Expiry,
    /// Tell the server that somebody was there.
    Touch,
    /// Warn of the idle limit.
    IdleWarning,
    /// The idle limit.
    Idle,
    /// Warn of the absolute limit.
    AbsoluteWarning,
    /// The absolute limit.
    Absolute,
    /// Try again after a failure.
    Retry,
    /// The lock was waited for long enough.
    LockWait,
    /// What was in flight at logout had time enough to settle.
    Settle,
    /// Look for the tombstone once more.
    Tombstone,
}

impl Timer {
    /// Every timer, in the order in which those due together are served: limits first.
    pub(crate) const ALL: [Self; 11] = [
        Self::Absolute,
        Self::Idle,
        Self::Expiry,
        Self::Refresh,
        Self::Touch,
        Self::IdleWarning,
        Self::AbsoluteWarning,
        Self::Settle,
        Self::LockWait,
        Self::Tombstone,
        Self::Retry,
    ];
    /// Those that end a session of themselves.
    pub(crate) const LIMITS: [Self; 2] = [Self::Absolute, Self::Idle];
}

/// When each timer is due.
#[derive(Debug, Default)]
pub(crate) struct TimerTable([Option<Timestamp>; Timer::ALL.len()]);

impl TimerTable {
    pub(crate) fn set(&mut self, timer: Timer, at: Timestamp) {
        self.0[timer as usize] = Some(at);
    }

    pub(crate) fn arm(&mut self, timer: Timer, at: Option<Timestamp>) {
        self.0[timer as usize] = at;
    }

    pub(crate) fn stop(&mut self, timer: Timer) {
        self.0[timer as usize] = None;
    }

    pub(crate) fn get(&self, timer: Timer) -> Option<Timestamp> {
        self.0[timer as usize]
    }

    /// Takes one of these timers, if it is due.
    pub(crate) fn take_due(&mut self, now: Timestamp, among: &[Timer]) -> Option<Timer> {
        let due = *among
            .iter()
            .find(|&&timer| self.get(timer).is_some_and(|at| at <= now))?;
        self.stop(due);
        Some(due)
    }

    pub(crate) fn next(&self) -> Option<(Timestamp, Timer)> {
        Timer::ALL
            .into_iter()
            .filter_map(|timer| self.get(timer).map(|at| (at, timer)))
            .min_by_key(|&(at, _)| at)
    }
}
