//! Time as the machine sees it: given, never read.

use core::{fmt, num::NonZeroU64};

/// A span in milliseconds.
pub type Millis = u64;

/// The longest span the machine reckons with: 400 days, the most a cookie may live (rfc6265bis §5.5).
pub const LONGEST: Millis = 400 * 24 * 3600 * 1000;

/// A span that a server or another tab spoke of: from nothing to [`LONGEST`].
///
/// ```
/// use hallpass::machine::{LONGEST, Span};
///
/// assert_eq!(Span::read(1_500.0).map(Span::millis), Some(1_500));
/// assert_eq!((Span::read(-1.0), Span::write(None)), (None, -1.0));
/// assert_eq!(Span::from(u64::MAX).millis(), LONGEST);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(NonZeroU64); // one more, so that one that may be missing is a word: 245 bytes less (brotli)

impl Span {
    /// Returns it in milliseconds.
    #[must_use]
    pub fn millis(self) -> Millis {
        self.0.get() - 1
    }

    /// Reads a number of milliseconds; NaN and negative numbers are none.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
    pub fn read(milliseconds: f64) -> Option<Self> {
        (milliseconds >= 0.0).then(|| (milliseconds as Millis).into())
    }

    /// Returns the number of milliseconds, -1 for none.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // below 2^53
    pub fn write(span: Option<Self>) -> f64 {
        span.map_or(0, |span| span.0.get()).cast_signed() as f64 - 1.0
    }
}

impl From<Millis> for Span {
    fn from(millis: Millis) -> Self {
        Self(NonZeroU64::MIN.saturating_add(millis.min(LONGEST)))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.millis().fmt(f)
    }
}

/// A point on the monotonic clock of this page, in milliseconds.
///
/// ```
/// use hallpass::machine::{Millis, Timestamp};
///
/// let minute: Millis = 60_000;
/// let opened = Timestamp(1_000);
/// let later = opened.after(minute);
/// assert_eq!((later.since(opened), opened.since(later)), (minute, 0));
/// assert_eq!(opened.before(minute), Timestamp(0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Timestamp(pub Millis);

impl Timestamp {
    /// No deadline: later than any real point, also after a span was subtracted. (The table of timers
    /// alone would be 137 bytes larger as one of options, under brotli.)
    pub(crate) const NEVER: Self = Self(Millis::MAX);

    /// Whether this is a real point in time, and not [`NEVER`](Self::NEVER).
    pub(crate) fn comes(self) -> bool {
        self.0.cast_signed() >= 0
    }

    /// Returns the point `span` later.
    #[must_use]
    pub fn after(self, span: Millis) -> Self {
        Self(self.0 + span)
    }

    /// Returns how long ago `earlier` was, zero if it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Millis {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the point `span` earlier, or that when the clock began.
    #[must_use]
    pub fn before(self, span: Millis) -> Self {
        Self(self.0.saturating_sub(span))
    }
}

/// Both clocks of the page at one moment.
///
/// Deadlines are kept on the monotonic clock, which no user sets. The wall clock only tells what to
/// show, and, by drifting from the other, that the machine slept or that it was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Now {
    /// `performance.now()`.
    pub monotonic: Timestamp,
    /// `Date.now()`, epoch milliseconds.
    pub wall: i64,
}

impl Now {
    /// Before anything was told.
    pub(crate) const START: Self = Self {
        monotonic: Timestamp(0),
        wall: 0,
    };

    /// Returns what has to be added to a monotonic point to show it as epoch milliseconds.
    pub(crate) fn offset(self) -> i64 {
        self.wall - self.monotonic.0.cast_signed()
    }
}
