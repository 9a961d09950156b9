//! A token, taken apart: what its header and its claims say.

use alloc::string::ToString;

use jwt_compact::{Claims, ParseError, UntrustedToken, ValidationError};
use serde::de::DeserializeOwned;

use super::{json::Json, refusal::Refusal};

/// The longest token that is read, in characters. A header of HTTP holds less, and so do the limits
/// that servers set themselves; no reader has to work on more.
pub const LONGEST: usize = 65_536;

const FORM: &str = "a compact JWS (RFC 7515 section 7.1)";

/// A token whose claims were judged, see [`Policy::judge`](super::Policy::judge). Its signature was not.
///
/// ```
/// use hallpass::claims::{LONGEST, Policy, Token};
///
/// // {"alg":"ES256","kid":"k1","typ":"at+jwt"} . {"exp":200,"nbf":50,"iat":40,"sub":"ada"}
/// let text = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIiwidHlwIjoiYXQrand0In0.eyJleHAiOjIwMCwibmJmIjo1MCwiaWF0Ijo0MCwic3ViIjoiYWRhIn0.AA";
/// assert!(text.len() <= LONGEST);
/// let token: Token = Policy::default().token_type("at+jwt").required(["sub"]).leeway(5).judge(text, 100)?;
/// assert_eq!((token.algorithm(), token.key_id(), token.token_type()), ("ES256", Some("k1"), Some("at+jwt")));
/// assert_eq!((token.expires_at(), token.not_before(), token.issued_at()), (Some(200), Some(50), Some(40)));
/// # Ok::<(), hallpass::claims::Refusal>(())
/// ```
#[derive(Debug)]
pub struct Token<'a> {
    parsed: UntrustedToken<'a, Json>,
    pub(super) claims: Claims<Json>,
}

impl<'a> Token<'a> {
    /// Takes a token apart.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Refusal> {
        if text.len() > LONGEST {
            let length = text.len().to_string() + " characters";
            return Err(Refusal::new("token", &length, "at most 65536"));
        }
        let parsed: UntrustedToken<'a, Json> = text.try_into().map_err(|error| match error {
            ParseError::MalformedHeader(error) => Refusal::new(
                "header",
                &error.to_string(),
                "a JOSE header (RFC 7515 section 4)",
            ),
            ParseError::UnsupportedContentType(found) => Refusal::new("cty", &found, "absent"),
            ParseError::InvalidBase64Encoding => Refusal::new("token", "not base64url", FORM),
            _ => Refusal::new("token", "not of three parts", FORM),
        })?;
        let claims = parsed.deserialize_claims_unchecked().map_err(malformed)?;
        Ok(Self { parsed, claims })
    }

    /// Returns how it says that it is signed.
    #[must_use]
    pub fn algorithm(&self) -> &str {
        self.parsed.algorithm()
    }

    /// Returns by which key, if it says so.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.parsed.header().key_id.as_deref()
    }

    /// Returns its explicit type (`typ`).
    #[must_use]
    pub fn token_type(&self) -> Option<&str> {
        self.parsed.header().token_type.as_deref()
    }

    /// Returns when it expires (`exp`), in epoch seconds.
    #[must_use]
    pub fn expires_at(&self) -> Option<i64> {
        self.claims.expiration.map(|at| at.timestamp())
    }

    /// Returns before when it is no good (`nbf`), in epoch seconds.
    #[must_use]
    pub fn not_before(&self) -> Option<i64> {
        self.claims.not_before.map(|at| at.timestamp())
    }

    /// Returns when it was issued (`iat`), in epoch seconds.
    #[must_use]
    pub fn issued_at(&self) -> Option<i64> {
        self.claims.issued_at.map(|at| at.timestamp())
    }

    /// Reads its claims, all but the three times.
    ///
    /// # Errors
    ///
    /// Where they are something else than a `T`.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let claims = self.parsed.deserialize_claims_unchecked::<T>();
        Ok(claims.map_err(malformed)?.custom)
    }

    /// Returns what of its header changes what the rest means: the name of a member.
    pub(super) fn extension(&self) -> Option<&'static str> {
        let header = &self.parsed.header().other_fields;
        ["crit", "b64"]
            .into_iter()
            .find(|name| header.get(name).is_some())
    }
}

fn malformed(error: ValidationError) -> Refusal {
    let said = match error {
        ValidationError::MalformedClaims(error) => error.to_string(),
        _ => "malformed".to_string(),
    };
    Refusal::new("claims", &said, "a JWT claims set (RFC 7519 section 4)")
}
