//! How a token may be signed.

use alloc::string::String;

/// A signature that a page can verify: by a public key (RFC 7518 §3.1, RFC 8037 §3.1).
///
/// There is no `HS256`: whoever can verify that can also sign, so no page may have its key.
///
/// ```
/// use hallpass::claims::Algorithm;
///
/// assert_eq!(Algorithm::named("ES256"), Some(Algorithm::Es256));
/// assert_eq!(Algorithm::named("HS256"), None);
/// assert!(Algorithm::ALL.iter().all(|it| Algorithm::named(it.as_str()) == Some(*it)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Es256,
    EdDsa,
    Rs256,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Es256, Self::EdDsa, Self::Rs256];

    /// Returns its name, as it stands in `alg`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
        }
    }

    /// Finds it by its exact name: the case counts (RFC 7515 §4.1.1).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// Returns the type and the curve that a key for it has; each key is for one algorithm
    /// (RFC 8725 §3.1).
    pub(super) fn key(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Es256 => ("EC", Some("P-256")),
            Self::EdDsa => ("OKP", Some("Ed25519")),
            Self::Rs256 => ("RSA", None),
        }
    }
}

/// Names several, for people.
pub(super) fn names(of: &[Algorithm]) -> String {
    let mut names = String::new();
    for (at, one) in of.iter().enumerate() {
        if at > 0 {
            names.push_str(" or ");
        }
        names.push_str(one.as_str());
    }
    names
}
