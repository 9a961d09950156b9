//! What tabs tell each other: hints, never authority.
//!
//! A message carries spans and digests, no claims, no names, nothing secret. Whatever it says, a
//! tab only ever shortens its own times by it, or asks the server.

use super::{
    id::Generation,
    time::{Millis, Span},
    words::words,
};

/// The version of the wire form; another one is not understood, and does no harm.
const VERSION: f64 = 1.0;

words! {
    /// What happened in the other tab.
    pub enum News {
        /// The credential was renewed, or the idle limit moved.
        Renewed = "renewed",
        SignedIn = "signed-in",
        /// Look for a tombstone.
        LoggedOut = "logged-out",
        Ended = "ended",
        /// The user was active (where the idle limit is the page's own).
        Active = "active",
        /// The server wants to be left alone.
        Backoff = "backoff",
        /// Asks the holder of the lock: are you alive?
        Ping = "ping",
        /// Yes, and at it.
        Holding = "holding",
        /// The page's own idle limit is over here: say `Active` if you know of activity since.
        Idle = "idle",
    }
}

words! {
    /// The numbers of the wire form of a [`Message`], in order.
    pub enum Field {
        Version = "version",
        News = "news",
        Generation = "generation",
        Identity = "identity",
        Claims = "claims",
        ExpiresIn = "expiresIn",
        IdleExpiresIn = "idleExpiresIn",
        AbsoluteExpiresIn = "absoluteExpiresIn",
        Wait = "wait",
    }
}

/// One message on the channel.
///
/// ```
/// use hallpass::machine::{Field, Generation, Message, News};
///
/// let told = Message { wait: 2_000, ..Message::new(News::Backoff, Generation(3)) };
/// let wire: [f64; Message::FIELDS] = told.to_wire();
/// assert_eq!(wire[Field::Wait as usize], 2_000.0);
/// assert_eq!(Message::from_wire(&wire), Some(told));
/// // Of another version, or out of range: not understood.
/// assert_eq!(Message::read(|_| f64::NAN), None);
/// ```
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
    /// With `Backoff`: how long. With `Active`: when, in seconds of the wall clock, which
    /// all tabs share: a message may be late. With `LoggedOut`: 1 where the page's own idle limit did it, and 2 more where
    /// it was said before. With `Ended`: not zero where the absolute limit did it.
    pub wait: Millis,
}

impl Message {
    /// How many numbers the wire form has.
    pub const FIELDS: usize = Field::ALL.len();

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
        let number = |field: Field| wire(field as usize) as u32;
        let span = |field: Field| Span::read(wire(field as usize));
        let read = Self {
            news: News::from_number(number(Field::News))?,
            generation: Generation(number(Field::Generation)),
            identity: number(Field::Identity),
            claims: number(Field::Claims),
            expires_in: span(Field::ExpiresIn),
            idle_expires_in: span(Field::IdleExpiresIn),
            absolute_expires_in: span(Field::AbsoluteExpiresIn),
            wait: span(Field::Wait)?.millis(),
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
