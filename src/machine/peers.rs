//! What tabs tell each other: hints, never authority.
//!
//! A message carries spans and digests, no claims, no names, nothing secret. Whatever it says, a
//! tab only ever shortens its own times by it, or asks the server.

use super::{
    id::Generation,
    time::{Millis, Span},
};

/// The version of the wire form; another one is not understood, and nobody is worse off.
const VERSION: f64 = 1.0;

/// What happened in the other tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The credential was renewed, or the idle limit moved.
    Renewed,
    SignedIn,
    /// Look for a tombstone.
    LoggedOut,
    Ended,
    /// Somebody is there (where the idle limit is the page's own).
    Active,
    /// The server wants to be left alone.
    Backoff,
    /// Whoever holds the lock: are you alive?
    Ping,
    /// Yes, and at it.
    Holding,
}

impl News {
    const ALL: [Self; 8] = [
        Self::Renewed,
        Self::SignedIn,
        Self::LoggedOut,
        Self::Ended,
        Self::Active,
        Self::Backoff,
        Self::Ping,
        Self::Holding,
    ];
}

/// One message on the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    pub news: News,
    pub generation: Generation,
    /// A digest of subject and handle.
    pub identity: u32,
    /// A digest of the claims.
    pub claims: u32,
    pub expires_in: Option<Span>,
    pub idle_expires_in: Option<Span>,
    pub absolute_expires_in: Option<Span>,
    /// With `Backoff`: how long. With `LoggedOut`: not zero where the page's own idle limit did it.
    /// With `Ended`: not zero where the absolute limit did it.
    pub wait: Millis,
}

impl Message {
    /// How many numbers the wire form has.
    pub const FIELDS: usize = 9;

    /// Makes a message that says nothing but its news.
    #[must_use]
    pub fn new(news: News, generation: Generation) -> Self {
        Self {
            news,
            generation,
            identity: 0,
            claims: 0,
            expires_in: None,
            idle_expires_in: None,
            absolute_expires_in: None,
            wait: 0,
        }
    }

    /// Returns the wire form: nine numbers, the version first, absent spans as −1.
    #[must_use]
    #[inline(never)] // said, and read again
    #[allow(clippy::cast_precision_loss)] // spans are below 2^53
    pub fn to_wire(&self) -> [f64; Self::FIELDS] {
        [
            VERSION,
            f64::from(self.news as u32),
            f64::from(self.generation.0),
            f64::from(self.identity),
            f64::from(self.claims),
            Span::write(self.expires_in),
            Span::write(self.idle_expires_in),
            Span::write(self.absolute_expires_in),
            self.wait as f64,
        ]
    }

    /// Reads the wire form.
    #[must_use]
    pub fn from_wire(wire: &[f64; Self::FIELDS]) -> Option<Self> {
        Self::read(|index| wire[index])
    }

    /// Reads the wire form where it stands; anything that is not exactly it is nothing.
    // What is cut off is missing when it is written again.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::float_cmp
    )]
    pub fn read(wire: impl Fn(usize) -> f64) -> Option<Self> {
        let number = |index: usize| wire(index) as u32;
        let span = |index: usize| Span::read(wire(index));
        let read = Self {
            news: *News::ALL.get(number(1) as usize)?,
            generation: Generation(number(2)),
            identity: number(3),
            claims: number(4),
            expires_in: span(5),
            idle_expires_in: span(6),
            absolute_expires_in: span(7),
            wait: span(8)?.millis(),
        };
        let written = read.to_wire();
        let mut fields = written.iter().enumerate();
        fields
            .all(|(index, field)| *field == wire(index))
            .then_some(read)
    }
}

/// FNV-1a, for digests that tell "the same" from "another" and nothing else.
#[must_use]
pub fn digest(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, &byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
