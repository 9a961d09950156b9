//! Opaque secrets: what a cookie holds, what the store keeps of it, and what proves it ours.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
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

/// Draws a name for a request, for the log; where nothing can be drawn it is empty.
pub(crate) fn request_id() -> String {
    let mut bytes = [0; 9];
    match getrandom::fill(&mut bytes) {
        Ok(()) => URL_SAFE_NO_PAD.encode(bytes),
        Err(_) => String::new(),
    }
}

/// Digests a secret for the store, so that a stolen database opens no session.
pub(crate) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// The keys that prove a text to be this server's own.
pub(crate) struct Keys {
    /// Binds a sign-in form to the browser it was served to.
    pub(crate) form: Ring,
    /// Marks a browser that signed in before.
    pub(crate) known: Ring,
}

impl Keys {
    /// Derives them from the server's secrets, the one in use first.
    pub(crate) fn derive(secrets: &[[u8; 32]]) -> Self {
        let ring = |purpose| {
            Ring(
                secrets
                    .iter()
                    .map(|secret| derive(secret, purpose))
                    .collect(),
            )
        };
        Self {
            form: ring("hallpass form"),
            known: ring("hallpass known browser"),
        }
    }
}

/// Derives a key for one purpose (RFC 5869), so that none tells of another.
pub(crate) fn derive(secret: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    // 32 octets are within what SHA-256 gives, so that this cannot fail.
    let _ = Hkdf::<Sha256>::new(None, secret).expand(purpose.as_bytes(), &mut key);
    key
}

/// Keys of one purpose: the first makes tags, and a tag of any of them is good.
pub(crate) struct Ring(Vec<[u8; 32]>);

impl Ring {
    /// Tags texts.
    pub(crate) fn tag(&self, texts: &[&str]) -> String {
        self.0
            .first()
            .map_or_else(String::new, |key| tag(key, texts))
    }

    /// Whether a tag belongs to these texts, in constant time.
    pub(crate) fn is_tag(&self, texts: &[&str], tag: &str) -> bool {
        let tag = URL_SAFE_NO_PAD.decode(tag);
        tag.is_ok_and(|tag| {
            let mut keys = self.0.iter();
            keys.any(|key| mac(key, texts).verify_slice(&tag).is_ok())
        })
    }
}

fn tag(key: &[u8; 32], texts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(mac(key, texts).finalize().into_bytes())
}

/// Derives the one successor of a refresh token.
///
/// A duplicate of the predecessor must get the *same* successor, and the store holds digests only.
/// With a stored random salt the presented token itself is the missing half: nothing readable is
/// kept, and a crash between commit and answer loses nothing.
pub(crate) fn successor(salt: &[u8; 32], predecessor: &str) -> String {
    tag(salt, &["hallpass successor", predecessor])
}

/// A length stands before each text, so that none can lend to the next.
fn mac(key: &[u8; 32], texts: &[&str]) -> Hmac<Sha256> {
    // A key shorter than a block of SHA-256 is filled up with zeros (RFC 2104 section 2).
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as Mac>::new(&block.into());
    for text in texts {
        mac.update(&(text.len() as u64).to_be_bytes());
        mac.update(text.as_bytes());
    }
    mac
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

    #[test]
    fn a_tag_is_good_for_its_keys_its_purpose_and_its_texts_alone() {
        let old = Keys::derive(&[[7; 32]]);
        let keys = Keys::derive(&[[8; 32], [7; 32]]);
        let made = keys.form.tag(&["ab", "c"]);
        assert!(keys.form.is_tag(&["ab", "c"], &made));
        assert!(!keys.form.is_tag(&["a", "bc"], &made));
        assert!(!keys.known.is_tag(&["ab", "c"], &made));
        assert!(!old.form.is_tag(&["ab", "c"], &made));
        assert!(keys.form.is_tag(&["ab", "c"], &old.form.tag(&["ab", "c"])));
        for wrong in ["", "x", &made[1..]] {
            assert!(!keys.form.is_tag(&["ab", "c"], wrong));
        }
    }
}
