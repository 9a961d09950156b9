//! The server's one source of time.

use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since the Unix epoch, or a span of them.
pub(crate) type Millis = i64;

/// Tells the time, which never goes back and never stands still.
///
/// The machine's clock may be set. Set forward, as after a suspension, it is believed: sessions end
/// rather early than late. Set back it is not: time goes on from where it was, so that no session
/// lives longer and no wait grows.
#[derive(Debug)]
pub(crate) struct Clock(Mutex<Reading>);

/// A reading of both clocks at one moment.
#[derive(Debug)]
struct Reading {
    time: Millis,
    at: Instant,
    /// What a test build added to the machine's clock.
    offset: Millis,
}

impl Default for Clock {
    fn default() -> Self {
        Self::not_before(Millis::MIN)
    }
}

impl Clock {
    /// Begins with the machine's time, or later: at the last moment that the store knows of. A clock
    /// that was set back while the server was down lengthens no session either.
    pub(crate) fn not_before(last: Millis) -> Self {
        Self(Mutex::new(Reading {
            time: wall().max(last),
            at: Instant::now(),
            offset: 0,
        }))
    }

    /// Returns the current time; a machine set before 1970 reads as 1970 rather than failing.
    pub(crate) fn now(&self) -> Millis {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = Instant::now();
        let passed = at.duration_since(last.at).as_millis();
        let passed = Millis::try_from(passed).unwrap_or(Millis::MAX);
        let steady = last.time.saturating_add(passed);
        let wall = wall().saturating_add(last.offset);
        if wall > steady {
            last.time = wall;
            last.at = at;
            return wall;
        }
        steady
    }

    /// Sets the machine's clock, as far as this server sees it, and returns the whole offset.
    #[cfg(feature = "test-knobs")]
    pub(crate) fn advance(&self, by: Millis) -> Millis {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.offset = last.offset.saturating_add(by);
        last.offset
    }

    /// Puts the clock back to the machine's.
    #[cfg(feature = "test-knobs")]
    pub(crate) fn reset(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Reading {
            time: wall(),
            at: Instant::now(),
            offset: 0,
        };
    }
}

fn wall() -> Millis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}
