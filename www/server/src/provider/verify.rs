//! The id token: what it proves, and what it has to.

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreGenderClaim, CoreIdToken};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, ClaimsVerificationError, Nonce,
    SubjectIdentifier, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::metadata::Found;
use super::{Provider, claims};
use crate::clock::Millis;

/// What an id token proved.
#[derive(Debug)]
pub(super) struct Proven {
    pub(super) subject: String,
    /// The session at the provider, for its logout.
    pub(super) sid: Option<String>,
    pub(super) acr: Option<String>,
    pub(super) auth_time: Option<Millis>,
    /// All of it.
    pub(super) told: Value,
}

/// Why an id token proves nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unproven {
    /// A claim, or the signature.
    #[error("{0}")]
    Claims(#[from] ClaimsVerificationError),
    /// The access token is not the one it came with.
    #[error("at_hash is of another access token")]
    AccessToken,
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable,
}

impl Provider {
    /// Verifies an id token: signature, issuer, audience, times, nonce, and the access token beside it.
    ///
    /// A signature by a key that is not known yet is a reason to fetch the keys anew, once.
    pub(super) async fn prove(
        &self,
        found: &Found,
        token: &CoreIdToken,
        access: &str,
        nonce: Option<&Nonce>,
    ) -> Result<Proven, Unproven> {
        let begun = Instant::now();
        match self.check(found, token, access, nonce) {
            Err(Unproven::Claims(ClaimsVerificationError::SignatureVerification(_)))
                if found.refetch(&self.http, begun).await =>
            {
                self.check(found, token, access, nonce)
            }
            outcome => outcome,
        }
    }

    fn check(
        &self,
        found: &Found,
        token: &CoreIdToken,
        access: &str,
        nonce: Option<&Nonce>,
    ) -> Result<Proven, Unproven> {
        let client = found.client(&self.relying);
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(found.algorithms());
        let claims = match nonce {
            Some(nonce) => token.claims(&verifier, nonce)?,
            // A refresh has none (OpenID Connect Core section 12.2).
            None => token.claims(&verifier, |_: Option<&Nonce>| Ok(()))?,
        };
        if let Some(expected) = claims.access_token_hash() {
            let key = token.signing_key(&verifier);
            let made = key
                .ok()
                .zip(token.signing_alg().ok())
                .and_then(|(key, alg)| {
                    let access = AccessToken::new(access.to_owned());
                    AccessTokenHash::from_token(&access, alg, key).ok()
                });
            if made.as_ref() != Some(expected) {
                return Err(Unproven::AccessToken);
            }
        }
        let told = payload(&token.to_string()).ok_or(Unproven::Unreadable)?;
        let text = |name: &str| told[name].as_str().map(str::to_owned);
        Ok(Proven {
            subject: claims.subject().to_string(),
            sid: text("sid"),
            acr: text("acr"),
            auth_time: claims.auth_time().map(|at| at.timestamp_millis()),
            told,
        })
    }

    /// Asks the provider for the claims that stand in no token; its subject has to be the same.
    pub(super) async fn user_info(
        &self,
        found: &Found,
        access: &str,
        subject: &str,
    ) -> Result<Value, String> {
        let client = found.client(&self.relying);
        let request = client
            .user_info(
                AccessToken::new(access.to_owned()),
                Some(SubjectIdentifier::new(subject.to_owned())),
            )
            .map_err(|error| error.to_string())?;
        let answer: Result<UserInfoClaims<Rest, CoreGenderClaim>, _> =
            request.request_async(&self.http).await;
        let answer = answer.map_err(|error| error.to_string())?;
        serde_json::to_value(&answer).map_err(|error| error.to_string())
    }

    /// Adds to what an id token told what only the provider's own endpoint tells.
    pub(super) async fn all_claims(
        &self,
        found: &Found,
        proven: &Proven,
        access: &str,
    ) -> Result<Map<String, Value>, String> {
        let mut told = proven.told.clone();
        if found.has_user_info() {
            let more = self.user_info(found, access, &proven.subject).await?;
            claims::merge(&mut told, more);
        }
        Ok(claims::map(&self.relying.claims, &told))
    }
}

/// Claims beyond the standard ones.
#[derive(Debug, Serialize, Deserialize)]
struct Rest {
    #[serde(flatten)]
    all: Map<String, Value>,
}
impl AdditionalClaims for Rest {}

/// Reads the payload of a token whose signature was verified.
pub(super) fn payload(token: &str) -> Option<Value> {
    let payload = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}
