//! Which key of a set verifies a token (RFC 7517).

use alloc::string::ToString;

use super::{algorithm::Algorithm, json::Json, refusal::Refusal, token::Token};

/// The fewest characters of a modulus of 2048 bits (RFC 7518 §3.3) in base64url.
const SHORTEST_MODULUS: usize = 342;

/// A set of public keys, as a server publishes it.
///
/// ```
/// use hallpass::claims::{Algorithm, Keys, NoKey, Policy};
///
/// // {"alg":"ES256","kid":"k1"} . {"exp":200}
/// let token = Policy::default().judge("eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJleHAiOjIwMH0.AA", 100)?;
/// let keys = Keys::parse(r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"k1","x":"AA","y":"AA"}]}"#)?;
/// assert_eq!(keys.choose(&token), Ok((0, Algorithm::Es256)));
/// assert!(matches!(Keys::parse(r#"{"keys":[]}"#)?.choose(&token), Err(NoKey::Unknown(_))));
/// # Ok::<(), hallpass::claims::Refusal>(())
/// ```
#[derive(Debug)]
pub struct Keys(Json);

/// Why there is no key for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// A newer set may have one.
    Unknown(Refusal),
    /// Another set would not help.
    Never(Refusal),
}

impl Keys {
    /// Reads a set.
    ///
    /// # Errors
    ///
    /// Where it is no JSON, or none of the form that RFC 7517 §5 gives it.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let refused = |was: &str| Refusal::new("jwks", was, "a JWK set (RFC 7517 section 5)");
        let set = Json::parse(text).map_err(|error| refused(&error.to_string()))?;
        match set.get("keys") {
            Some(Json::List(_)) => Ok(Self(set)),
            _ => Err(refused("without keys")),
        }
    }

    /// Chooses the key for a token, by its place in the set.
    ///
    /// A token that names no key gets the only one there is for its algorithm.
    ///
    /// # Errors
    ///
    /// [`NoKey`].
    pub fn choose(&self, token: &Token<'_>) -> Result<(usize, Algorithm), NoKey> {
        let name = token.algorithm();
        let Some(algorithm) = Algorithm::named(name) else {
            let wanted = "verifiable by a public key";
            return Err(NoKey::Never(Refusal::new("alg", name, wanted)));
        };
        let id = token.key_id();
        let fits = |key: &Json| fits(key, algorithm) && (id.is_none() || key.text("kid") == id);
        let keys = self.0.get("keys").map_or(&[][..], Json::items);
        let mut fitting = keys.iter().enumerate().filter(|(_, key)| fits(key));
        let shown = id.unwrap_or("absent");
        let wanted = |what: &str| what.to_string() + " for " + name;
        match (fitting.next(), fitting.next()) {
            (Some((at, _)), None) => Ok((at, algorithm)),
            (None, _) => Err(NoKey::Unknown(Refusal::new(
                "kid",
                shown,
                wanted("a known key"),
            ))),
            (Some(_), Some(_)) => Err(NoKey::Never(Refusal::new(
                "kid",
                shown,
                wanted("the only key"),
            ))),
        }
    }
}

/// Whether a key was made for this algorithm, and for verifying. What this does not know (RFC 7517 §5)
/// fits nothing; a private key that stands in a set is everybody's.
fn fits(key: &Json, algorithm: Algorithm) -> bool {
    let (kind, curve) = algorithm.key();
    let is = |name, wanted| key.get(name).is_none_or(|it| it.as_text() == Some(wanted));
    let verifies = |all: &Json| all.items().iter().any(|it| it.as_text() == Some("verify"));
    key.text("kty") == Some(kind)
        && key.text("crv") == curve
        && is("alg", algorithm.as_str())
        && is("use", "sig")
        && key.get("key_ops").is_none_or(verifies)
        && key.get("d").is_none()
        && (algorithm != Algorithm::Rs256 || is_long(key.text("n").unwrap_or_default()))
}

fn is_long(modulus: &str) -> bool {
    modulus.len() >= SHORTEST_MODULUS && !modulus.starts_with('A')
}
