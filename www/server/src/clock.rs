//! The server's one source of time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since the Unix epoch, or a span of them.
pub(crate) type Millis = i64;

/// Tells the time, plus an offset that only a test build can move.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset: AtomicI64,
}

impl Clock {
    /// Returns the current time; a machine set before 1970 reads as 1970 rather than failing.
    pub(crate) fn now(&self) -> Millis {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Millis::try_from(since.as_millis())
            .unwrap_or(Millis::MAX)
            .saturating_add(self.offset.load(Ordering::SeqCst))
    }

    /// Moves the clock and returns the whole offset, so that a limit can pass without waiting.
    #[cfg(feature = "test-knobs")]
    pub(crate) fn advance(&self, by: Millis) -> Millis {
        self.offset
            .fetch_add(by, Ordering::SeqCst)
            .saturating_add(by)
    }

    /// Puts the clock back to the machine's.
    #[cfg(feature = "test-knobs")]
    pub(crate) fn reset(&self) {
        self.offset.store(0, Ordering::SeqCst);
    }
}
