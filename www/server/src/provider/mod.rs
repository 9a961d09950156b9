//! Sign-in by an OpenID provider, and what becomes of its tokens.
//!
//! This server is a confidential client (RFC 9700, RFC 10017): the browser is led to the provider and
//! comes back with a code, which this server exchanges. The provider's access, refresh and id token
//! stand sealed behind the session, in both strategies, and never leave the server. A refresh of the
//! session is one at the provider, whatever the number of callers and instances; the end of a
//! session, for whatever reason, revokes both tokens through a queue that outlives the process.

mod backchannel;
mod bearer;
mod begin;
mod callback;
mod claims;
mod http;
mod logout;
mod logout_token;
mod metadata;
mod page;
mod refresh;
mod revoke;
mod tokens;
mod transaction;
mod verdict;
mod verify;

use tokio::sync::Notify;

use crate::settings::Relying;
use http::Http;
use metadata::{Discovery, Found};

pub(crate) use backchannel::logout as backchannel_logout;
pub(crate) use bearer::bearer;
pub(crate) use begin::{Wanted, begin};
pub(crate) use callback::{Brought, callback};
pub(crate) use logout::{hint, logout_url};
pub(crate) use metadata::Undiscovered;
pub(crate) use refresh::renew;
pub(crate) use revoke::work;

/// The provider that signs users in.
pub(crate) struct Provider {
    relying: Relying,
    http: Http,
    discovery: Discovery,
    /// Rings when a refresh has come to its end.
    refreshed: Notify,
    /// Rings when there is something to revoke.
    ended: Notify,
}

impl Provider {
    /// Knows the provider by its settings alone; it is asked when it is needed.
    pub(crate) fn new(relying: Relying) -> Result<Self, reqwest::Error> {
        Ok(Self {
            relying,
            http: Http::new()?,
            discovery: Discovery::default(),
            refreshed: Notify::new(),
            ended: Notify::new(),
        })
    }

    /// Tells the issuer.
    pub(crate) fn issuer(&self) -> &str {
        self.relying.issuer.as_str()
    }

    /// Asks the provider what it is, unless that is known.
    pub(crate) async fn discover(&self) -> Result<(), Undiscovered> {
        self.found().await.map(|_| ())
    }

    /// Says that sessions have ended, whose tokens are to be revoked.
    pub(crate) fn sessions_ended(&self) {
        self.ended.notify_one();
    }

    async fn found(&self) -> Result<&Found, Undiscovered> {
        self.discovery.found(&self.relying, &self.http).await
    }
}
