//! Sign-in by an OpenID provider: what is set, and what cannot be.

use std::fs;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use openidconnect::{ClientId, ClientSecret, IssuerUrl};
use serde_json::Value;
use url::Url;

use super::{Parameter, SettingsError, is_loopback};

/// Sign-in by an OpenID provider.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Sign-in by an OpenID provider")]
pub struct ProviderSettings {
    /// Signs users in by this OpenID provider, found by discovery; without it the server has accounts
    /// of its own.
    #[arg(long, env = "HALLPASS_ISSUER", value_name = "URL")]
    pub issuer: Option<String>,
    /// The id of this server at the provider.
    #[arg(long, env = "HALLPASS_CLIENT_ID", value_name = "ID")]
    pub client_id: Option<String>,
    /// The file that holds the secret of this server at the provider.
    #[arg(long, env = "HALLPASS_CLIENT_SECRET_FILE", value_name = "FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// What is asked of the provider; `offline_access` is for a refresh token.
    #[arg(
        long,
        env = "HALLPASS_SCOPE",
        default_value = "openid profile email offline_access"
    )]
    pub scope: String,
    /// A claim of the provider that reaches the page and the API: `vip`, `vip=https://app.example/vip`
    /// under another name, or `roles=/realm_access/roles` by a JSON pointer; repeatable.
    #[arg(
        long,
        env = "HALLPASS_CLAIM",
        value_name = "NAME[=SOURCE]",
        value_delimiter = ','
    )]
    pub claim: Vec<ClaimRule>,
    /// A parameter that this provider wants in the address of a sign-in, such as
    /// `audience=https://api.example` or `access_type=offline`; repeatable.
    #[arg(long, env = "HALLPASS_SIGN_IN_PARAMETER", value_name = "NAME=VALUE")]
    pub sign_in_parameter: Vec<Parameter>,
}

/// A provider to sign in by, as far as the settings tell.
#[derive(Debug, Clone)]
pub(crate) struct Relying {
    /// The issuer, exactly as it will name itself.
    pub(crate) issuer: IssuerUrl,
    /// The id of this server there.
    pub(crate) client: ClientId,
    /// The secret of this server there.
    pub(crate) secret: ClientSecret,
    /// What is asked for.
    pub(crate) scope: Vec<String>,
    /// Which claims are taken over.
    pub(crate) claims: Vec<ClaimRule>,
    /// What else the address of a sign-in has.
    pub(crate) parameters: Vec<Parameter>,
}

impl ProviderSettings {
    /// Checks that the settings go together, and reads the secret.
    pub(crate) fn check(&self) -> Result<Option<Relying>, SettingsError> {
        let Some(issuer) = &self.issuer else {
            if self.client_id.is_some() || self.client_secret_file.is_some() {
                return Err(SettingsError::NoIssuer);
            }
            return Ok(None);
        };
        let url = IssuerUrl::new(issuer.clone()).ok();
        let url = url.filter(|url| is_safe(url.url()) && url.url().query().is_none());
        let url = url.ok_or_else(|| SettingsError::Issuer(issuer.clone()))?;
        let client = self.client_id.clone().filter(|id| !id.is_empty());
        let client = client.ok_or(SettingsError::NoClientId)?;
        let file = self.client_secret_file.as_ref();
        let file = file.ok_or(SettingsError::NoClientSecret)?;
        let secret = fs::read_to_string(file).map_err(|source| SettingsError::ClientSecret {
            file: file.clone(),
            why: source.to_string(),
        })?;
        let secret = secret.trim();
        if secret.is_empty() {
            return Err(SettingsError::ClientSecret {
                file: file.clone(),
                why: "it is empty".to_owned(),
            });
        }
        let scope: Vec<String> = self.scope.split_whitespace().map(str::to_owned).collect();
        if !scope.iter().any(|one| one == "openid") {
            return Err(SettingsError::Scope(self.scope.clone()));
        }
        Ok(Some(Relying {
            issuer: url,
            client: ClientId::new(client),
            secret: ClientSecret::new(secret.to_owned()),
            scope,
            claims: self.claim.clone(),
            parameters: self.sign_in_parameter.clone(),
        }))
    }
}

/// Whether tokens may go to an address: over TLS, or within this machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

/// Which claim of the provider becomes which of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRule {
    name: String,
    source: String,
}

/// What this server says itself, in the session's body and in its access tokens (RFC 7519 section 4.1).
const OWN: [&str; 10] = [
    "aud",
    "auth_time",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "scope",
    "sid",
    "sub",
];

/// Why a text is no rule for a claim.
#[derive(Debug, thiserror::Error)]
#[error(
    "not a claim; expected: NAME, NAME=CLAIM or NAME=/json/pointer; do: give the name that the page \
     is to read, and where the provider's claims have it"
)]
pub struct NoClaimRule;

impl ClaimRule {
    /// Tells the name that the page reads.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Finds the claim among those of the provider.
    pub(crate) fn find<'a>(&self, claims: &'a Value) -> Option<&'a Value> {
        if self.source.starts_with('/') {
            return claims.pointer(&self.source);
        }
        claims.get(&self.source)
    }
}

impl FromStr for ClaimRule {
    type Err = NoClaimRule;

    fn from_str(text: &str) -> Result<Self, NoClaimRule> {
        let (name, source) = text.split_once('=').unwrap_or((text, text));
        let odd = |text: &str| text.is_empty() || text.contains(char::is_whitespace);
        if odd(name) || odd(source) || name.starts_with('/') || OWN.contains(&name) {
            return Err(NoClaimRule);
        }
        Ok(Self {
            name: name.to_owned(),
            source: source.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_claim_is_found_by_its_name_by_another_and_by_a_pointer() {
        let claims = json!({ "vip": true, "https://a.example/plan": "gold",
                             "realm_access": { "roles": ["a"] } });
        for (text, name, found) in [
            ("vip", "vip", json!(true)),
            ("plan=https://a.example/plan", "plan", json!("gold")),
            ("roles=/realm_access/roles", "roles", json!(["a"])),
        ] {
            let rule: ClaimRule = text.parse().expect("is a rule");
            assert_eq!((rule.name(), rule.find(&claims)), (name, Some(&found)));
        }
        for wrong in ["", "=x", "x=", "/x", "a b", "iss", "scope=permissions"] {
            assert!(wrong.parse::<ClaimRule>().is_err(), "{wrong:?}");
        }
    }
}
