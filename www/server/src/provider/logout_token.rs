//! The logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4 to 2.6).

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::JsonWebKeyUse as _;
use openidconnect::core::{CoreJsonWebKeyUse, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey as _, JsonWebKeyAlgorithm, JwsSigningAlgorithm as _};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Provider;
use super::metadata::Found;
use super::verify::payload;
use crate::clock::Millis;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// Between the clocks of two machines, in seconds.
const LEEWAY: i64 = 60;
/// The greatest age, and the longest life to come, in seconds: section 2.4 recommends two minutes.
const LIFE: i64 = 600;
/// The longest token that is looked at.
const LONGEST: usize = 16 * 1024;

/// Whom a logout token names.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) subject: Option<String>,
    pub(super) sid: Option<String>,
    pub(super) jti: String,
    /// Until when it has to be remembered.
    pub(super) until: Millis,
}

#[derive(Deserialize)]
struct Head {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    iat: i64,
    exp: i64,
    jti: String,
    sub: Option<String>,
    sid: Option<String>,
    events: Map<String, Value>,
    nonce: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    fn has(&self, client: &str) -> bool {
        match self {
            Self::One(one) => one == client,
            Self::Several(all) => all.iter().any(|one| one == client),
        }
    }
}

impl Provider {
    /// Validates a logout token, or tells in a word what is wrong with it.
    pub(super) async fn read_logout_token(
        &self,
        found: &Found,
        token: &str,
        now: Millis,
    ) -> Result<Named, &'static str> {
        if token.len() > LONGEST {
            return Err("too long");
        }
        let parts: Vec<&str> = token.split('.').collect();
        let [head, _, signature] = parts[..] else {
            return Err("not a signed token");
        };
        let head: Head = decoded(head).ok_or("the header is unreadable")?;
        check_head(found, &head)?;
        let signed = &token.as_bytes()[..token.len() - signature.len() - 1];
        let signature = URL_SAFE_NO_PAD.decode(signature);
        let signature = signature.map_err(|_| "the signature is unreadable")?;
        let begun = Instant::now();
        let is_right = is_signed(found, &head, signed, &signature)
            || (found.refetch(&self.http, begun).await
                && is_signed(found, &head, signed, &signature));
        if !is_right {
            return Err("the signature is not the provider's");
        }
        let claims: Claims = serde_json::from_value(payload(token).ok_or("unreadable")?)
            .map_err(|_| "a claim is missing, or of another shape")?;
        self.check_claims(claims, now)
    }

    fn check_claims(&self, claims: Claims, now: Millis) -> Result<Named, &'static str> {
        let now = now.div_euclid(1000);
        let wrong = [
            (claims.iss != self.issuer(), "another issuer"),
            (
                !claims.aud.has(self.relying.client.as_str()),
                "another audience",
            ),
            (claims.exp <= now - LEEWAY, "it has lapsed"),
            (claims.exp > now + LIFE, "it lives for too long"),
            (claims.iat > now + LEEWAY, "it was issued in the future"),
            (claims.iat < now - LIFE, "it is too old"),
            (claims.nonce.is_some(), "it has a nonce"),
            (claims.jti.is_empty(), "it has no jti"),
            (
                claims.sub.is_none() && claims.sid.is_none(),
                "it names neither sub nor sid",
            ),
            (
                !claims.events.get(EVENT).is_some_and(Value::is_object),
                "it has no logout event",
            ),
        ];
        if let Some((_, why)) = wrong.iter().find(|(is_wrong, _)| *is_wrong) {
            return Err(why);
        }
        Ok(Named {
            subject: claims.sub,
            sid: claims.sid,
            jti: claims.jti,
            until: (claims.exp + LEEWAY) * 1000,
        })
    }
}

fn check_head(found: &Found, head: &Head) -> Result<(), &'static str> {
    // Not every provider gives it the type of its own; what is of another kind says so.
    let kind = head
        .typ
        .as_deref()
        .unwrap_or("logout+jwt")
        .to_ascii_lowercase();
    if !matches!(
        kind.as_str(),
        "logout+jwt" | "application/logout+jwt" | "jwt"
    ) {
        return Err("another type of token");
    }
    if head.crit.is_some() {
        return Err("a critical header");
    }
    if !found.algorithms().contains(&head.alg) {
        return Err("another algorithm");
    }
    Ok(())
}

/// Whether a key of the provider made the signature, and may have: its name, use, kind and algorithm.
fn is_signed(found: &Found, head: &Head, signed: &[u8], signature: &[u8]) -> bool {
    found.keys().keys().iter().any(|key| {
        let named = head
            .kid
            .as_deref()
            .is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid));
        let signs = key
            .key_use()
            .is_none_or(CoreJsonWebKeyUse::allows_signature);
        let fits = match key.signing_alg() {
            JsonWebKeyAlgorithm::Unspecified => true,
            JsonWebKeyAlgorithm::Algorithm(alg) => *alg == head.alg,
            JsonWebKeyAlgorithm::Unsupported => false,
        };
        let kind = head.alg.key_type().as_ref() == Some(key.key_type());
        named && signs && fits && kind && key.verify_signature(&head.alg, signed, signature).is_ok()
    })
}

fn decoded<T: for<'de> Deserialize<'de>>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
