//! The access token of the `jwt` strategy: signed, short-lived, with claims of its own.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use jwt_compact::alg::{Ed25519, SigningKey, VerifyingKey};
use jwt_compact::{Algorithm, AlgorithmExt, Claims, Header, UntrustedToken};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::secret;
use crate::store::sessions::Session;
use crate::verified::{Found, Verified};

const ISSUER: &str = "hallpass-server";
const AUDIENCE: &str = "hallpass-api";
/// RFC 9068 section 2.1: an explicit type, so that no other token passes for an access token.
const TYPE: &str = "at+jwt";

/// What an access token says beside its times (RFC 9068 section 2.2).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Access {
    iss: String,
    aud: String,
    jti: String,
    /// Whose session it belongs to.
    pub(crate) sub: String,
    /// The public handle of that session.
    pub(crate) sid: String,
    /// When the user signed in, in epoch seconds.
    pub(crate) auth_time: i64,
    /// The user's name.
    pub(crate) name: String,
    /// The user's email address.
    pub(crate) email: String,
    /// The user's roles.
    pub(crate) roles: Vec<String>,
    /// What the token may be used for.
    pub(crate) scope: String,
    /// The user's tenant.
    pub(crate) tenant: String,
    /// What a provider told beside these.
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl Access {
    /// Gives the claims as the page reads them, but for the scope.
    pub(crate) fn claims(&self) -> Map<String, Value> {
        let mut claims = self.more.clone();
        for (name, text) in [
            ("name", &self.name),
            ("email", &self.email),
            ("tenant", &self.tenant),
        ] {
            claims.insert(name.to_owned(), Value::from(text.as_str()));
        }
        claims.insert("roles".to_owned(), Value::from(self.roles.clone()));
        claims
    }
}

/// The key pairs: the first signs, and a token of any of them is good.
pub(crate) struct Keys {
    pairs: Vec<Pair>,
    verified: Verified<Access>,
}

struct Pair {
    /// The thumbprint of the public key (RFC 7638): instances that share a key give it one name.
    id: String,
    signing: <Ed25519 as Algorithm>::SigningKey,
    verifying: <Ed25519 as Algorithm>::VerifyingKey,
}

impl Keys {
    /// Derives them from the server's secrets, the one in use first.
    pub(crate) fn derive(secrets: &[[u8; 32]]) -> Result<Self, Refusal> {
        let pairs = secrets.iter().map(|secret| {
            let seed = secret::derive(secret, "hallpass access token");
            let signing = <Ed25519 as Algorithm>::SigningKey::from_slice(&seed)
                .map_err(|error| Refusal::Internal(format!("signing key: {error}")))?;
            let verifying = SigningKey::<Ed25519>::to_verifying_key(&signing);
            let thumbprint = Sha256::digest(members(&verifying));
            Ok(Pair {
                id: URL_SAFE_NO_PAD.encode(thumbprint),
                signing,
                verifying,
            })
        });
        Ok(Self {
            pairs: pairs.collect::<Result<_, Refusal>>()?,
            verified: Verified::default(),
        })
    }

    /// Gives the public keys as a JWK set (RFC 7517, RFC 8037), for those who verify by themselves.
    pub(crate) fn public(&self) -> Value {
        let keys = self.pairs.iter().map(|pair| {
            json!({
                "kty": "OKP",
                "crv": "Ed25519",
                "use": "sig",
                "alg": "EdDSA",
                "kid": pair.id,
                "x": x(&pair.verifying),
            })
        });
        json!({ "keys": keys.collect::<Vec<_>>() })
    }

    /// Signs an access token that lapses together with the session's access part.
    pub(crate) fn sign(
        &self,
        session: &Session,
        scope: &str,
        now: Millis,
    ) -> Result<String, Refusal> {
        let pair = self
            .pairs
            .first()
            .ok_or_else(|| Refusal::Internal("there is no key to sign with".to_owned()))?;
        let mut claims = Claims::new(Access {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            jti: secret::token()?,
            sub: session.subject.clone(),
            sid: session.handle.clone(),
            auth_time: session.auth_time.div_euclid(1000),
            name: session.name.clone(),
            email: session.email.clone(),
            roles: session
                .roles
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            scope: scope.to_owned(),
            tenant: session.tenant.clone(),
            more: more(session),
        });
        claims.issued_at = DateTime::from_timestamp(now.div_euclid(1000), 0);
        // Rounded up: the row keeps the exact moment, the token must not lapse before it.
        claims.expiration =
            DateTime::from_timestamp(session.access_until.saturating_add(999).div_euclid(1000), 0);
        Ed25519
            .token(
                &Header::empty().with_token_type(TYPE).with_key_id(&pair.id),
                &claims,
                &pair.signing,
            )
            .map_err(|error| Refusal::Internal(format!("signing: {error}")))
    }

    /// Verifies a token and tells its claims and when it lapses.
    pub(crate) fn verify(&self, token: &str) -> Option<Arc<Found<Access>>> {
        self.verified.get(token, || self.check(token))
    }

    /// One algorithm, the named key, one type, one issuer, one audience (RFC 8725 section 3); anything
    /// else is as good as no token.
    fn check(&self, token: &str) -> Option<Found<Access>> {
        let token = UntrustedToken::new(token).ok()?;
        if token.header().token_type.as_deref() != Some(TYPE) {
            return None;
        }
        let named = token.header().key_id.as_deref();
        let mut pairs = self.pairs.iter();
        let pair = pairs.find(|pair| Some(pair.id.as_str()) == named)?;
        let token = Ed25519
            .validator::<Access>(&pair.verifying)
            .validate(&token)
            .ok()?;
        let (_, claims) = token.into_parts();
        let until = claims.expiration?.timestamp_millis();
        let claims = claims.custom;
        (claims.iss == ISSUER && claims.aud == AUDIENCE).then_some(Found { claims, until })
    }
}

/// Gives what a provider told beside the claims that every session has.
fn more(session: &Session) -> Map<String, Value> {
    let told = session.provided.iter().flat_map(|own| own.claims.clone());
    told.filter(|(name, _)| !matches!(name.as_str(), "name" | "email" | "tenant" | "roles"))
        .collect()
}

/// The required members of a public key, in the order of RFC 7638 section 3.
fn members(key: &<Ed25519 as Algorithm>::VerifyingKey) -> String {
    format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, x(key))
}

fn x(key: &<Ed25519 as Algorithm>::VerifyingKey) -> String {
    URL_SAFE_NO_PAD.encode(VerifyingKey::<Ed25519>::as_bytes(key))
}
