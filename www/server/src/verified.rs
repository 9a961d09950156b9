//! Access tokens whose signature was found good: it is checked once, and not by each request.
//!
//! A signature stays as good as it was, for the keys do not change while the server runs. Whether the
//! token is in time, and whether its session lives, every request asks anew. What is kept is found by
//! the digest of the whole token, so that a token with another signature is another token.

use std::sync::Arc;

use quick_cache::sync::Cache;

use crate::clock::Millis;
use crate::secret;

/// Tokens that are kept; beyond them the ones that were not used for long are checked again. Each takes
/// a kilobyte or less.
const MOST: usize = 8192;

/// What was found in a token.
#[derive(Debug)]
pub(crate) struct Found<T> {
    /// Its claims.
    pub(crate) claims: T,
    /// When it lapses.
    pub(crate) until: Millis,
}

/// The tokens that were found good.
pub(crate) struct Verified<T>(Cache<[u8; 32], Arc<Found<T>>>);

impl<T> Default for Verified<T> {
    fn default() -> Self {
        Self(Cache::new(MOST))
    }
}

impl<T> Verified<T> {
    /// Gives what a token says, found by a check where it has not been checked; what fails is not kept.
    pub(crate) fn get(
        &self,
        token: &str,
        check: impl FnOnce() -> Option<Found<T>>,
    ) -> Option<Arc<Found<T>>> {
        let digest = secret::digest(token);
        if let Some(found) = self.0.get(&digest) {
            return Some(found);
        }
        let found = Arc::new(check()?);
        self.0.insert(digest, Arc::clone(&found));
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(claims: usize) -> Found<usize> {
        Found { claims, until: 0 }
    }

    #[test]
    fn a_good_token_is_checked_once_and_a_bad_one_each_time() {
        let verified = Verified::default();
        assert_eq!(
            verified.get("a", || Some(good(1))).expect("is good").claims,
            1
        );
        let again = verified.get("a", || panic!("is not checked again"));
        assert_eq!(again.expect("is good").claims, 1);
        assert!(verified.get("b", || None).is_none());
        assert_eq!(
            verified.get("b", || Some(good(2))).expect("is good").claims,
            2
        );
    }

    #[test]
    fn no_more_are_kept_than_there_are_places() {
        let verified = Verified::default();
        for number in 0..3 * MOST {
            verified.get(&number.to_string(), || Some(good(number)));
        }
        assert!(verified.0.len() <= MOST, "{}", verified.0.len());
    }
}
