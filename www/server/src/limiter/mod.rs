//! The brake on guessing passwords: per account, per address, and in total.
//!
//! An attempt counts *before* the password is hashed, so that any number of parallel guesses cost no
//! more hashes than the limit says; one that succeeds is taken back. Each count is a bucket that
//! leaks evenly (GCRA): a burst of `n` is free, and another attempt is every `60/n` seconds.
//!
//! A browser that signed in to the account before has a bucket of its own, and none of the others:
//! strangers who guess at an account do not lock its owner out (OWASP, device cookies).

mod buckets;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::settings::Settings;
pub(crate) use buckets::Buckets;
use buckets::Memory;

const MINUTE: Millis = 60_000;
/// The buckets that are kept at most; beyond that an attempt is braked as if in total.
pub(crate) const MOST_BUCKETS: usize = 100_000;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Total,
    Address(IpAddr),
    Account(String),
    Browser(String),
}

/// An attempt to sign in, counted.
#[derive(Debug)]
pub(crate) struct Attempt(Vec<Key>);

/// Why an attempt has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Braked {
    /// Which of the counts is full.
    pub(crate) by: &'static str,
    /// The seconds until it is not.
    pub(crate) seconds: u64,
}

/// The operator's sizes, and the buckets of this instance.
#[derive(Debug)]
pub(crate) struct Limiter {
    sizes: Sizes,
    memory: Mutex<Memory>,
}

/// How many attempts are free at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    per_account: u32,
    per_address: u32,
    in_total: u32,
}

impl Limiter {
    /// Starts with empty buckets.
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            sizes: Sizes {
                per_account: settings.failures_per_account,
                per_address: settings.failures_per_address,
                in_total: settings.failures_in_total,
            },
            memory: Mutex::default(),
        }
    }

    /// Works on the buckets of this instance.
    pub(crate) fn alone<T>(&self, work: impl FnOnce(Sizes, &mut dyn Buckets) -> T) -> T {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        work(self.sizes, &mut *memory)
    }

    /// Gives the sizes, for buckets that instances share.
    pub(crate) fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// Empties the buckets of this instance.
    #[cfg(feature = "test-knobs")]
    pub(crate) fn clear(&self) {
        *self.memory.lock().unwrap_or_else(PoisonError::into_inner) = Memory::default();
    }
}

impl Sizes {
    /// Counts an attempt, unless one of its counts is full.
    ///
    /// Without an address, as behind a proxy that is not trusted, that count is left out: it would be
    /// one for everybody. `browser` is the id of one that signed in to this account before.
    pub(crate) fn take(
        self,
        buckets: &mut dyn Buckets,
        who: &Who,
        now: Millis,
    ) -> Result<Result<Attempt, Braked>, Refusal> {
        let keys = who.keys();
        if buckets.forget(now)? >= MOST_BUCKETS {
            return Ok(Err(Braked {
                by: "total",
                seconds: 1,
            }));
        }
        let mut moments = Vec::new();
        for key in &keys {
            let (size, step) = self.size(key);
            let empty = buckets.empty_at(&key.text())?.unwrap_or(now).max(now);
            let over = empty + step - now - size * step;
            if over > 0 {
                return Ok(Err(Braked {
                    by: key.name(),
                    seconds: u64::try_from((over + 999) / 1000).unwrap_or(1),
                }));
            }
            moments.push(empty + step);
        }
        for (key, empty) in keys.iter().zip(moments) {
            buckets.set(&key.text(), Some(empty))?;
        }
        Ok(Ok(Attempt(keys)))
    }

    /// Takes an attempt back that was not hashed.
    pub(crate) fn undo(self, buckets: &mut dyn Buckets, attempt: Attempt) -> Result<(), Refusal> {
        for key in attempt.0 {
            let (_, step) = self.size(&key);
            if let Some(empty) = buckets.empty_at(&key.text())? {
                buckets.set(&key.text(), Some(empty - step))?;
            }
        }
        Ok(())
    }

    /// Takes an attempt back that signed in, and forgets the failures of its account or browser.
    pub(crate) fn succeed(
        self,
        buckets: &mut dyn Buckets,
        attempt: Attempt,
    ) -> Result<(), Refusal> {
        for key in &attempt.0 {
            if matches!(key, Key::Account(_) | Key::Browser(_)) {
                buckets.set(&key.text(), None)?;
            }
        }
        self.undo(buckets, attempt)
    }

    /// The attempts that are free at once, and the time after which there is another one.
    fn size(self, key: &Key) -> (Millis, Millis) {
        let size = Millis::from(match key {
            Key::Total => self.in_total,
            Key::Address(_) => self.per_address,
            Key::Account(_) | Key::Browser(_) => self.per_account,
        });
        (size, MINUTE / size)
    }
}

/// Whose attempt it is, as far as it is known.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    /// The address to sign in with, as it was typed.
    pub(crate) email: String,
    /// Where the request came from, if that can be told.
    pub(crate) address: Option<IpAddr>,
    /// The id of a browser that signed in to this account before.
    pub(crate) browser: Option<String>,
}

impl Who {
    fn keys(&self) -> Vec<Key> {
        if let Some(id) = &self.browser {
            return vec![Key::Browser(id.clone())];
        }
        let address = self.address.map(|ip| Key::Address(network(ip)));
        let fixed = [Key::Account(account(&self.email)), Key::Total];
        fixed.into_iter().chain(address).collect()
    }
}

impl Key {
    /// Writes it as one text.
    fn text(&self) -> String {
        let name = self.name();
        match self {
            Self::Total => name.to_owned(),
            Self::Address(ip) => format!("{name} {ip}"),
            Self::Account(text) | Self::Browser(text) => format!("{name} {text}"),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Address(_) => "address",
            Self::Account(_) => "account",
            Self::Browser(_) => "browser",
        }
    }
}

/// Longer than any address: a key stays small, whatever was typed.
fn account(email: &str) -> String {
    email.chars().take(254).collect::<String>().to_lowercase()
}

/// A subscriber of IPv6 has a /64 to choose addresses from.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}
