//! The provider's tokens: on the wire, and sealed at rest.

use openidconnect::core::{CoreIdToken, CoreTokenResponse};
use openidconnect::{OAuth2TokenResponse, TokenResponse};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::store::grants::{Brought, Grant};
use crate::store::revocations::{self, TokenKind};

/// How long an access token lives unless the provider says: 24 hours.
const LIFETIME: Millis = 86_400_000;
/// What a token is sealed for while it waits to be revoked.
pub(super) const WAITING: &str = "revocation";

/// The three, as they are kept.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Tokens {
    /// What opens the APIs.
    pub(super) access: String,
    /// What brings another access token, if the provider gave one.
    pub(super) refresh: Option<String>,
    /// What told who signed in: the hint for a logout at the provider.
    pub(super) id: Option<String>,
}

/// Tokens with what was said of them.
pub(super) struct Answer {
    pub(super) tokens: Tokens,
    pub(super) id_token: Option<CoreIdToken>,
    pub(super) until: Millis,
    /// What was granted, where it differs from what was asked (RFC 6749 section 5.1).
    scope: Option<String>,
}

impl Answer {
    /// Reads what a token endpoint answered.
    pub(super) fn read(response: &CoreTokenResponse, now: Millis) -> Self {
        let lifetime = response.expires_in().map(|span| span.as_millis());
        let lifetime = lifetime.map_or(LIFETIME, |span| Millis::try_from(span).unwrap_or(LIFETIME));
        let id_token = response.id_token().cloned();
        let scopes = response.scopes().map(|all| {
            let all = all.iter().map(|scope| scope.as_str());
            all.collect::<Vec<_>>().join(" ")
        });
        Self {
            tokens: Tokens {
                access: response.access_token().secret().clone(),
                refresh: response.refresh_token().map(|token| token.secret().clone()),
                id: id_token.as_ref().map(ToString::to_string),
            },
            id_token,
            until: now.saturating_add(lifetime),
            scope: scopes.filter(|all| !all.is_empty()),
        }
    }

    /// Tells what the access token may be used for.
    pub(super) fn scope(&self, asked: &str) -> String {
        self.scope.clone().unwrap_or_else(|| asked.to_owned())
    }
}

impl Tokens {
    /// Seals the tokens for one session.
    pub(super) fn seal(&self, app: &App, handle: &str) -> Result<Vec<u8>, Refusal> {
        let text = serde_json::to_vec(self)
            .map_err(|error| Refusal::Internal(format!("tokens: {error}")))?;
        app.seal().seal(&purpose(handle), &text)
    }

    /// Opens the tokens of a grant; none where the keys are others by now.
    pub(super) fn open(app: &App, grant: &Grant) -> Option<Self> {
        let text = app.seal().open(&purpose(&grant.handle), &grant.tokens)?;
        serde_json::from_slice(&text).ok()
    }

    /// Describes them for the store.
    pub(super) fn brought<'a>(
        &self,
        sealed: &'a [u8],
        scope: &'a str,
        until: Millis,
    ) -> Brought<'a> {
        Brought {
            tokens: sealed,
            refreshable: self.refresh.is_some(),
            scope,
            until,
        }
    }

    /// Puts both into the queue of those to revoke, the refresh token first: with it goes the grant.
    pub(super) fn discard(&self, app: &App, db: &Connection) -> Result<(), Refusal> {
        if let Some(refresh) = &self.refresh {
            push(app, db, TokenKind::Refresh, refresh)?;
        }
        push(app, db, TokenKind::Access, &self.access)
    }
}

/// Puts one token into the queue.
pub(super) fn push(
    app: &App,
    db: &Connection,
    kind: TokenKind,
    token: &str,
) -> Result<(), Refusal> {
    let sealed = app.seal().seal(WAITING, token.as_bytes())?;
    Ok(revocations::push(db, kind, &sealed, app.now())?)
}

fn purpose(handle: &str) -> String {
    format!("tokens of {handle}")
}
