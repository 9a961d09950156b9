//! Texts that only this server can read again: the provider's tokens at rest, a sign-in under way.
//!
//! XChaCha20-Poly1305 with a random nonce: its 192 bits need no counter. What a text is for, and
//! whose it is, is authenticated with it, so that no row of a database passes for another.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::refusal::Refusal;
use crate::secret;

/// How many octets the nonce has, which stands in front.
const NONCE: usize = 24;

/// The keys: the first seals, and what any of them sealed can be opened.
pub(crate) struct Seal(Vec<XChaCha20Poly1305>);

impl Seal {
    /// Derives them from the server's secrets, the one in use first.
    pub(crate) fn derive(secrets: &[[u8; 32]]) -> Self {
        let keys = secrets
            .iter()
            .map(|secret| secret::derive(secret, "hallpass at rest"))
            .map(|key| XChaCha20Poly1305::new(&key.into()));
        Self(keys.collect())
    }

    /// Seals a text for a purpose.
    pub(crate) fn seal(&self, purpose: &str, text: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce)?;
        let payload = Payload {
            msg: text,
            aad: purpose.as_bytes(),
        };
        let key = self.0.first();
        let sealed = key.and_then(|key| key.encrypt(XNonce::from_slice(&nonce), payload).ok());
        let sealed = sealed.ok_or_else(|| Refusal::Internal("nothing was sealed".to_owned()))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what was sealed for this purpose, by any of the keys.
    pub(crate) fn open(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, msg) = sealed.split_at_checked(NONCE)?;
        let aad = purpose.as_bytes();
        self.0.iter().find_map(|key| {
            key.decrypt(XNonce::from_slice(nonce), Payload { msg, aad })
                .ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_purpose_with_its_key_and_whole_alone() {
        let old = Seal::derive(&[[1; 32]]);
        let both = Seal::derive(&[[2; 32], [1; 32]]);
        let sealed = old.seal("tokens of ada", b"secret").expect("seals");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(
            both.open("tokens of ada", &sealed).as_deref(),
            Some(&b"secret"[..])
        );
        assert_eq!(both.open("tokens of grace", &sealed), None);
        let fresh = both.seal("x", b"secret").expect("seals");
        assert_eq!(old.open("x", &fresh), None);
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert_eq!(both.open("tokens of ada", &bent), None, "octet {at}");
            assert_eq!(
                both.open("tokens of ada", &sealed[..at]),
                None,
                "cut at {at}"
            );
        }
    }
}
