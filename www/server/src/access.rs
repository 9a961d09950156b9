//! The access token of the `jwt` strategy: signed, short-lived, with claims of its own.

use chrono::DateTime;
use jwt_compact::alg::{Ed25519, SigningKey};
use jwt_compact::{Algorithm, AlgorithmExt, Claims, Header, UntrustedToken};
use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::secret;
use crate::store::sessions::Session;

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
}

/// The key pair of one server process; a restart lapses access tokens, which a refresh replaces.
pub(crate) struct Keys {
    signing: <Ed25519 as Algorithm>::SigningKey,
    verifying: <Ed25519 as Algorithm>::VerifyingKey,
}

impl Keys {
    /// Draws a key pair from the operating system.
    pub(crate) fn generate() -> Result<Self, Refusal> {
        let signing = <Ed25519 as Algorithm>::SigningKey::from_slice(&secret::random()?)
            .map_err(|error| Refusal::Internal(format!("signing key: {error}")))?;
        let verifying = SigningKey::<Ed25519>::to_verifying_key(&signing);
        Ok(Self { signing, verifying })
    }

    /// Signs an access token that lapses together with the session's access part.
    pub(crate) fn sign(
        &self,
        session: &Session,
        scope: &str,
        now: Millis,
    ) -> Result<String, Refusal> {
        let mut claims = Claims::new(Access {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            jti: secret::token()?,
            sub: session.subject.clone(),
            sid: session.handle.clone(),
            auth_time: session.signed_in.div_euclid(1000),
            name: session.name.clone(),
            email: session.email.clone(),
            roles: session
                .roles
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            scope: scope.to_owned(),
            tenant: session.tenant.clone(),
        });
        claims.issued_at = DateTime::from_timestamp(now.div_euclid(1000), 0);
        // Rounded up: the row keeps the exact moment, the token must not lapse before it.
        claims.expiration =
            DateTime::from_timestamp(session.access_until.saturating_add(999).div_euclid(1000), 0);
        Ed25519
            .token(
                &Header::empty().with_token_type(TYPE),
                &claims,
                &self.signing,
            )
            .map_err(|error| Refusal::Internal(format!("signing: {error}")))
    }

    /// Verifies a token and tells its claims and whether it is still in time.
    ///
    /// One algorithm, one key, one type, one issuer, one audience (RFC 8725 section 3); anything
    /// else is as good as no token.
    pub(crate) fn verify(&self, token: &str, now: Millis) -> Option<(Access, bool)> {
        let token = UntrustedToken::new(token).ok()?;
        if token.header().token_type.as_deref() != Some(TYPE) {
            return None;
        }
        let token = Ed25519
            .validator::<Access>(&self.verifying)
            .validate(&token)
            .ok()?;
        let (_, claims) = token.into_parts();
        let until = claims.expiration?.timestamp_millis();
        let access = claims.custom;
        (access.iss == ISSUER && access.aud == AUDIENCE).then_some((access, now < until))
    }
}
