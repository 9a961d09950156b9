//! Every deadline of the session, by name, in one table.

use super::time::Timestamp;

/// Why the machine wants to be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Refresh ahead of expiry.
    Refresh,
    /// The access part has lapsed and nothing renews it.
    Expiry,
    /// Tell the server that the user was active.
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
    /// Say once more that the user logged out.
    Farewell,
}

impl Timer {
    /// Every timer, in the order in which those due together are served: limits first, and the one that other tabs
    /// may have moved before all.
    pub(crate) const ALL: [Self; 12] = [
        Self::Idle,
        Self::Absolute,
        Self::Expiry,
        Self::Refresh,
        Self::Touch,
        Self::IdleWarning,
        Self::AbsoluteWarning,
        Self::Settle,
        Self::LockWait,
        Self::Tombstone,
        Self::Farewell,
        Self::Retry,
    ];
    /// Those that end a session of themselves.
    pub(crate) const LIMITS: [Self; 2] = [Self::Absolute, Self::Idle];
}

/// When each timer is due.
#[derive(Debug)]
pub(crate) struct TimerTable([Timestamp; Timer::ALL.len()]);

impl TimerTable {
    pub(crate) const EMPTY: Self = Self([Timestamp::NEVER; Timer::ALL.len()]);

    pub(crate) fn set(&mut self, timer: Timer, at: Timestamp) {
        self.0[timer as usize] = at;
    }

    pub(crate) fn stop(&mut self, timer: Timer) {
        self.set(timer, Timestamp::NEVER);
    }

    pub(crate) fn get(&self, timer: Timer) -> Timestamp {
        self.0[timer as usize]
    }

    pub(crate) fn is_set(&self, timer: Timer) -> bool {
        self.get(timer).comes()
    }

    /// Takes one of these timers, if it is due.
    pub(crate) fn take_due(&mut self, now: Timestamp, among: &[Timer]) -> Option<Timer> {
        for &timer in among {
            if self.get(timer) <= now {
                self.stop(timer);
                return Some(timer);
            }
        }
        None
    }

    /// Returns when the first is due.
    pub(crate) fn soonest(&self) -> Timestamp {
        self.0
            .iter()
            .fold(Timestamp::NEVER, |soonest, &at| soonest.min(at))
    }

    pub(crate) fn next(&self) -> Option<(Timestamp, Timer)> {
        let soonest = self.soonest();
        let is_next = |timer: &Timer| soonest.comes() && self.get(*timer) == soonest;
        let next = Timer::ALL.into_iter().find(is_next)?;
        Some((soonest, next))
    }
}
