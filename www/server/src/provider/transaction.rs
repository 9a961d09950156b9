//! A sign-in under way: all of it stands in a sealed cookie of the browser that began it.
//!
//! That binds `state`, `nonce` and the PKCE verifier to the browser (RFC 9700 section 2.1), and keeps
//! nothing on the server for those who never come back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::clock::Millis;
use crate::cookies::{Fresh, Kind};
use crate::refusal::Refusal;

/// Ten minutes: as long as it takes to find a second factor.
const LIFETIME: Millis = 600_000;
const PURPOSE: &str = "sign-in under way";

/// What has to be known when the browser comes back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Transaction {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
    pub(super) redirect_uri: String,
    pub(super) return_to: String,
    /// What the sign-in has to be, where that was asked for.
    pub(super) max_age: Option<u64>,
    pub(super) acr_values: Vec<String>,
    /// The session that the browser held, which the new one replaces. The way back comes from
    /// another site, so that its `SameSite=Strict` cookie stays away then.
    pub(super) replaces: Option<String>,
    pub(super) begun: Millis,
}

impl Transaction {
    /// Seals it into its cookie.
    pub(super) fn cookie(&self, app: &App) -> Result<Fresh, Refusal> {
        let text = serde_json::to_vec(self)
            .map_err(|error| Refusal::Internal(format!("sign-in: {error}")))?;
        let fresh = Fresh {
            kind: Kind::Login,
            value: URL_SAFE_NO_PAD.encode(app.seal().seal(PURPOSE, &text)?),
            keep: Some(LIFETIME),
        };
        fresh.fits(app.settings().is_secure())?;
        Ok(fresh)
    }

    /// Opens a cookie; none that is too old, or another server's.
    pub(super) fn open(app: &App, cookie: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let text = app.seal().open(PURPOSE, &sealed)?;
        let own: Self = serde_json::from_slice(&text).ok()?;
        (app.now() - own.begun < LIFETIME).then_some(own)
    }
}
