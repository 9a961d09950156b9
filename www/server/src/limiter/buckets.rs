//! Where the counts stand.

use std::collections::HashMap;

use super::MOST_BUCKETS;
use crate::clock::Millis;
use crate::refusal::Refusal;

/// Where the buckets stand: each holds the moment at which it will be empty.
pub(crate) trait Buckets {
    /// Tells when a bucket will be empty, if it is not yet.
    fn empty_at(&self, key: &str) -> Result<Option<Millis>, Refusal>;
    /// Keeps when a bucket will be empty; none forgets it.
    fn set(&mut self, key: &str, empty_at: Option<Millis>) -> Result<(), Refusal>;
    /// Drops empty buckets when there are many; tells how many are left.
    fn forget(&mut self, now: Millis) -> Result<usize, Refusal>;
}

/// The buckets of an instance that has no others beside it.
#[derive(Debug, Default)]
pub(super) struct Memory(HashMap<String, Millis>);

impl Buckets for Memory {
    fn empty_at(&self, key: &str) -> Result<Option<Millis>, Refusal> {
        Ok(self.0.get(key).copied())
    }

    fn set(&mut self, key: &str, empty_at: Option<Millis>) -> Result<(), Refusal> {
        match empty_at {
            Some(moment) => self.0.insert(key.to_owned(), moment),
            None => self.0.remove(key),
        };
        Ok(())
    }

    fn forget(&mut self, now: Millis) -> Result<usize, Refusal> {
        if self.0.len() >= MOST_BUCKETS / 2 {
            self.0.retain(|_, empty| *empty > now);
        }
        Ok(self.0.len())
    }
}
