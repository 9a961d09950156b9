//! Opaque secrets: what a cookie holds and what the store keeps of it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Draws 256 bits from the operating system, twice what ASVS 7.2.3 asks.
pub(crate) fn random() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Draws an opaque text of 43 base64url characters.
pub(crate) fn token() -> Result<String, getrandom::Error> {
    Ok(URL_SAFE_NO_PAD.encode(random()?))
}

/// Digests a secret for the store, so that a stolen database opens no session.
pub(crate) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Derives the one successor of a refresh token.
///
/// A duplicate of the predecessor must get the *same* successor, and the store holds digests only.
/// With a stored random salt of fixed length the presented token itself is the missing half:
/// nothing readable is kept, and a crash between commit and answer loses nothing.
pub(crate) fn successor(salt: &[u8; 32], predecessor: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"hallpass successor");
    hash.update(salt);
    hash.update(predecessor.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_tokens_are_all_different_and_long_enough() {
        let drawn: std::collections::HashSet<String> =
            (0..10_000).map(|_| token().unwrap()).collect();
        assert_eq!(drawn.len(), 10_000);
        assert!(drawn.iter().all(|token| token.len() == 43));
    }

    #[test]
    fn a_successor_depends_on_the_salt_and_on_the_predecessor() {
        let (a, b) = ([1; 32], [2; 32]);
        assert_eq!(successor(&a, "x"), successor(&a, "x"));
        assert_ne!(successor(&a, "x"), successor(&b, "x"));
        assert_ne!(successor(&a, "x"), successor(&a, "y"));
    }
}
