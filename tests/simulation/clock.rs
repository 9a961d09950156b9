//! One true time, and the two clocks of a machine that sleeps and is set.

use hallpass::machine::{Now, Timestamp};

pub(crate) type Millis = u64;

/// The clocks of the one device on which all tabs run.
pub(crate) struct Clock {
    /// The true time, which the server goes by.
    pub(crate) now: Millis,
    /// Until then the device sleeps: nothing happens in it.
    pub(crate) asleep_until: Millis,
    /// For how long the monotonic clock stood still.
    stopped: Millis,
    /// What the wall clock shows beyond the true time.
    pub(crate) wall: i64,
    /// Whether a clock did anything but run.
    pub(crate) disturbed: bool,
}

impl Clock {
    pub(crate) fn new(skew: i64) -> Self {
        Self {
            now: 1_000,
            asleep_until: 0,
            stopped: 0,
            wall: 1_700_000_000_000 + skew,
            disturbed: false,
        }
    }

    /// Returns the clock of `performance.now()` before a page's own origin is taken off.
    pub(crate) fn monotonic(&self) -> Millis {
        self.now - self.stopped
    }

    /// Returns what a page reads that was opened at `origin`.
    pub(crate) fn read(&self, origin: Millis) -> Now {
        Now {
            monotonic: Timestamp(self.monotonic() - origin),
            wall: self.wall + i64::try_from(self.now).expect("a short life"),
        }
    }

    /// Puts the device to sleep; some platforms stop the monotonic clock meanwhile.
    pub(crate) fn sleep(&mut self, span: Millis) {
        self.asleep_until = self.now + span + 1; // it wakes before anything else happens
    }

    /// Counts the sleep that ends now as time that the monotonic clock missed.
    pub(crate) fn missed(&mut self, span: Millis) {
        self.stopped += span;
        self.disturbed = true;
    }

    /// Sets the wall clock. None is set to before 1970: there is no certificate for it, and so no server.
    pub(crate) fn jump(&mut self, by: i64) {
        self.wall = (self.wall + by).max(0);
        self.disturbed = true;
    }
}
