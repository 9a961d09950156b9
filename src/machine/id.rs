//! Names for things that are in flight.

use alloc::string::String;

use super::time::Now;
use core::num::{NonZeroU32, NonZeroU64};

/// One request to a session endpoint, or one request for the lock.
///
/// An answer whose id is not the current one is dropped in one place (`Machine::answered`).
///
/// ```
/// use hallpass::machine::RequestId;
///
/// assert_eq!(RequestId::new(7), Some(RequestId::of(7)));
/// assert_eq!((RequestId::new(0), RequestId::of(7).number()), (None, 7));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestId(NonZeroU32); // so that one that may be missing is a word

impl RequestId {
    /// Makes the id with this number; none has zero.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        match NonZeroU32::new(number) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }

    /// Makes the id with this number.
    ///
    /// # Panics
    ///
    /// If the number is zero.
    #[must_use]
    pub const fn of(number: u32) -> Self {
        Self::new(number).expect("no request has the number zero")
    }

    /// Returns its number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0.get()
    }
}

/// One request of the application, numbered by the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FetchId(pub u32);

/// One call of the application that waits for a result, numbered by the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(pub u32);

/// Which renewal of the credential of this browser is the latest, as far as known: roughly when it
/// was made, in units of 1,024 ms of the wall clock, which all tabs share.
///
/// Who renews carries the generation in the name of a shared lock for some seconds, so that the next
/// holder of the refresh lock reads, with the ordering of the lock itself, whether another tab was
/// faster. A count would do while names are held for ever; a tab that opens later has read none.
///
/// ```
/// use hallpass::machine::{Generation, Now};
///
/// let now = Now { wall: 1_700_000_000_000, ..Now::default() };
/// let renewed = Generation::default().next(now, 0);
/// assert!(renewed.next(now, 0) > renewed);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Generation(pub u32);

impl Generation {
    /// Returns the generation that a refresh makes at this time, later than any known. Where the clock was set back it is
    /// counted, in steps that depend on the page's `seed`: two tabs that do not hear each other count to the same rarely.
    #[must_use]
    pub fn next(self, now: Now, seed: u32) -> Self {
        let counted = self.0.saturating_add(1 + seed % 64);
        let at = Self::at(now).0;
        Self(if at > self.0 { at } else { counted })
    }

    /// Returns the generation of a renewal made at this time.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // until the year 2109
    pub(crate) fn at(now: Now) -> Self {
        Self((now.wall >> 10) as u32)
    }
}

/// A text that only has to be recognised: a subject, the handle of a session.
///
/// The shell keeps the text; in the machine there is a digest of it, so that nothing here names a
/// person, and everything is plain data.
///
/// ```
/// use hallpass::machine::{Name, digest};
///
/// assert_eq!(Name::from("usr_1"), Name::from(String::from("usr_1")));
/// assert_ne!(Name::from("usr_1").short(), Name::from("usr_2").short());
/// assert_eq!(Name::from(""), Name::NONE);
/// assert_eq!(Name::of(5).low(), 5);
/// assert_ne!(digest(b"usr_1"), digest(b"usr_2"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(NonZeroU64); // the digest, and behind it a one, so that none is zero: 302 bytes less (brotli)

impl Name {
    /// Of no text.
    pub const NONE: Self = Self(NonZeroU64::MIN);

    /// Makes the name whose text has this digest, of 63 bits; no text has zero.
    pub fn of(digest: u64) -> Self {
        Self(NonZeroU64::MIN | (digest << 1))
    }

    /// Returns the lower half of the digest, which a page can compare with that of a text.
    #[allow(clippy::cast_possible_truncation)] // of a digest, a part
    pub fn low(self) -> u32 {
        (self.0.get() >> 1) as u32
    }

    /// Returns a part of the digest, enough to tell "the same" from "another".
    pub fn short(self) -> u32 {
        let digest = self.0.get();
        #[allow(clippy::cast_possible_truncation)] // of a digest, a part
        let part = (digest ^ (digest >> 32)) as u32;
        part
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            return Self::NONE;
        }
        // FNV-1a.
        let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self::of(text.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, mix))
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}
