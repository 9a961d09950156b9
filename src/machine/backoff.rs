//! When to try again, and when to stop trying.

use core::num::NonZeroU32;

use super::time::{Millis, Timestamp};

/// The base of the exponential back-off.
const BASE: Millis = 1_000;
/// The least a back-off waits, so that a lucky draw is no hot loop.
const LEAST: Millis = 50;
/// The most a back-off waits of itself.
const CAP: Millis = 60_000;
/// How often it doubles.
const DOUBLINGS: u32 = 6;
/// The most a server may make a client wait (`Retry-After`).
const RETRY_AFTER_CAP: Millis = 3_600_000;
/// How many within a minute may bring no success.
const STRIKES: usize = 3;
const MINUTE: Millis = 60_000;

/// Deterministic jitter: xorshift32, seeded by the shell.
#[derive(Debug)]
pub(crate) struct Jitter(u32);

impl Jitter {
    pub(crate) const fn new(seed: u32) -> Self {
        Self(seed | 1)
    }

    /// Returns a value in `0..=most`.
    pub(crate) fn below(&mut self, most: Millis) -> Millis {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (u64::from(self.0) * most.min(1 << 31)) >> 32
    }
}

/// Exponential back-off with full jitter; `Retry-After` is a minimum (RFC 9110 §10.2.3).
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    pub(crate) const NONE: Self = Self { failures: 0 };

    pub(crate) fn succeed(&mut self) {
        self.failures = 0;
    }

    /// Counts a failure and returns how long to wait.
    pub(crate) fn fail(&mut self, jitter: &mut Jitter, retry_after: Option<NonZeroU32>) -> Millis {
        let ceiling = (BASE << self.failures).min(CAP);
        self.failures = (self.failures + 1).min(DOUBLINGS);
        let wait = jitter.below(ceiling).max(LEAST);
        // The end of the server's own wait is known: the page is back within a second of it (P28).
        retry_after.map_or(wait, |least| {
            Millis::from(least.get()).min(RETRY_AFTER_CAP) + jitter.below(BASE)
        })
    }
}

/// Counts what no success followed (P9).
#[derive(Debug)]
pub(crate) struct Breaker {
    /// Until when each of the last ones counts, the oldest first.
    until: [Timestamp; STRIKES],
}

impl Breaker {
    pub(crate) const CLOSED: Self = Self {
        until: [Timestamp(0); STRIKES],
    };

    pub(crate) fn succeed(&mut self) {
        *self = Self::CLOSED;
    }

    /// Returns when the next one may be made, or the next two.
    pub(crate) fn opens(&self, two: bool) -> Timestamp {
        let [one, next, _] = self.until;
        if two { next } else { one }
    }

    /// Counts one; returns whether it may be made.
    pub(crate) fn strike(&mut self, now: Timestamp) -> bool {
        let [oldest, older, old] = self.until;
        let may = oldest <= now;
        if may {
            self.until = [older, old, now.after(MINUTE)];
        }
        may
    }
}
