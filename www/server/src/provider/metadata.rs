//! What the provider says of itself: found by discovery, its keys fetched anew when they rotate.

use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, DiscoveryError, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, ProviderMetadata, TokenUrl, UserInfoUrl,
};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, OnceCell};
use url::Url;

use super::http::{Http, HttpError};
use crate::settings::{Relying, is_safe};

/// Between two fetches of the keys, so that forged tokens cannot make this server a hammer.
const REST: Duration = Duration::from_secs(5);

/// What discovery has beyond the core: revocation, logout, the issuer in answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct More {
    pub(super) revocation_endpoint: Option<Url>,
    pub(super) end_session_endpoint: Option<Url>,
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}
impl AdditionalProviderMetadata for More {}

type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// The OpenID client of this server, with the endpoints that discovery found.
pub(super) type OidcClient = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why nothing is known of the provider.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Undiscovered {
    /// It cannot be reached, or answers no discovery document.
    #[error("{0}")]
    Discovery(String),
    /// A token would go over the network in the clear.
    #[error("its {name} {url} is not https")]
    Unsafe {
        /// The endpoint, as metadata names it.
        name: &'static str,
        /// Where it is.
        url: String,
    },
    /// It cannot do what is needed.
    #[error("its metadata has no {0}")]
    Lacking(&'static str),
}

/// What was found.
pub(super) struct Found {
    metadata: Metadata,
    keys: RwLock<CoreJsonWebKeySet>,
    fetched: Mutex<Option<Instant>>,
}

/// A place for what is found once.
#[derive(Default)]
pub(super) struct Discovery(OnceCell<Found>);

impl Discovery {
    /// Gives what discovery found, now or earlier.
    pub(super) async fn found(
        &self,
        relying: &Relying,
        client: &Http,
    ) -> Result<&Found, Undiscovered> {
        self.0.get_or_try_init(|| discover(relying, client)).await
    }
}

async fn discover(relying: &Relying, client: &Http) -> Result<Found, Undiscovered> {
    let metadata = Metadata::discover_async(relying.issuer.clone(), client).await;
    let metadata = metadata.map_err(|error| Undiscovered::Discovery(told(&error)))?;
    let token = metadata.token_endpoint().map(TokenUrl::url);
    let more = metadata.additional_metadata();
    for (name, url) in [
        (
            "authorization_endpoint",
            Some(metadata.authorization_endpoint().url()),
        ),
        ("token_endpoint", token),
        ("jwks_uri", Some(metadata.jwks_uri().url())),
        (
            "userinfo_endpoint",
            metadata.userinfo_endpoint().map(UserInfoUrl::url),
        ),
        ("revocation_endpoint", more.revocation_endpoint.as_ref()),
        ("end_session_endpoint", more.end_session_endpoint.as_ref()),
    ] {
        if let Some(url) = url.filter(|url| !is_safe(url)) {
            let url = url.to_string();
            return Err(Undiscovered::Unsafe { name, url });
        }
    }
    if token.is_none() {
        return Err(Undiscovered::Lacking("token_endpoint"));
    }
    Ok(Found {
        keys: RwLock::new(metadata.jwks().clone()),
        fetched: Mutex::new(None),
        metadata,
    })
}

fn told(error: &DiscoveryError<HttpError>) -> String {
    match error {
        DiscoveryError::Request(error) => error.to_string(),
        DiscoveryError::Parse(error) => format!("its metadata is none: {error}"),
        DiscoveryError::Response(status, ..) => format!("it answered {status}"),
        DiscoveryError::Validation(why) => why.clone(),
        other => other.to_string(),
    }
}

impl Found {
    /// Builds the OpenID client, with the keys of this moment.
    pub(super) fn client(&self, relying: &Relying) -> OidcClient {
        let metadata = self.metadata.clone().set_jwks(self.keys());
        let secret = Some(relying.secret.clone());
        OidcClient::from_provider_metadata(metadata, relying.client.clone(), secret)
            .set_auth_type(self.auth_type())
            .disable_openid_scope()
    }

    /// Tells how this server proves itself: by HTTP Basic, unless the provider knows the form alone.
    pub(super) fn auth_type(&self) -> AuthType {
        let methods = self.metadata.token_endpoint_auth_methods_supported();
        let basic = |all: &Vec<_>| all.contains(&CoreClientAuthMethod::ClientSecretBasic);
        if methods.is_none_or(basic) {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        }
    }

    /// Gives what goes beyond the core.
    pub(super) fn more(&self) -> &More {
        self.metadata.additional_metadata()
    }

    /// Whether there is something to ask for claims.
    pub(super) fn has_user_info(&self) -> bool {
        self.metadata.userinfo_endpoint().is_some()
    }

    /// Gives the provider's keys of this moment.
    pub(super) fn keys(&self) -> CoreJsonWebKeySet {
        self.keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Gives the algorithms that a signature may have: those the provider names, by a public key.
    pub(super) fn algorithms(&self) -> Vec<CoreJwsSigningAlgorithm> {
        use openidconnect::JwsSigningAlgorithm as _;
        let named = self.metadata.id_token_signing_alg_values_supported().iter();
        let public = named.filter(|alg| alg.key_type().is_some() && !alg.uses_shared_secret());
        public.cloned().collect()
    }

    /// Fetches the keys anew, unless that was done a moment ago; tells whether there are newer ones
    /// than those of a moment.
    pub(super) async fn refetch(&self, client: &Http, than: Instant) -> bool {
        let mut fetched = self.fetched.lock().await;
        if fetched.is_some_and(|at| at > than) {
            return true;
        }
        if fetched.is_some_and(|at| at.elapsed() < REST) {
            return false;
        }
        *fetched = Some(Instant::now());
        match CoreJsonWebKeySet::fetch_async(self.metadata.jwks_uri(), client).await {
            Ok(keys) => {
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
                true
            }
            Err(error) => {
                tracing::warn!(reason = told(&error), "keys_not_fetched");
                false
            }
        }
    }
}
