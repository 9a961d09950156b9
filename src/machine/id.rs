//! Names for things that are in flight.

/// One request to a session endpoint, or one request for the lock.
///
/// An answer whose id is not the current one is dropped in one place (`Machine::answered`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(pub u32);

/// One request of the application, numbered by the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FetchId(pub u32);

/// One call of the application that waits for a result, numbered by the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(pub u32);

/// How many times the credential of this browser was renewed, as far as known.
///
/// Every tab carries its generation in the name of a shared lock, so that the next holder of the
/// refresh lock reads, with the ordering of the lock itself, whether somebody was faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Generation(pub u32);

impl Generation {
    /// Returns the generation that a successful refresh makes.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}
