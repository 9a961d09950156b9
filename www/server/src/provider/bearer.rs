//! The access token for a call to an API in front of which this server stands.

use super::tokens::Tokens;
use crate::app::App;
use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::store::grants;
use crate::store::sessions::Session;

/// How long before it lapses a token is refreshed: as long as a slow call takes.
const AHEAD: Millis = 30_000;

/// Gives the provider's access token of a session, refreshed ahead of need; none where the session is
/// no provider's.
pub(crate) async fn bearer(app: &App, session: &Session) -> Result<Option<String>, Refusal> {
    let (Some(provider), Some(granted)) = (app.provider(), &session.provided) else {
        return Ok(None);
    };
    let now = app.now();
    if granted.until - now < AHEAD && session.is_refreshable(&app.policy()) {
        let asked = app.read(|db| Ok(grants::find(db, session.id)?))?;
        let asked = asked.and_then(|grant| grant.asked);
        let refreshed = provider.refresh(app, session, asked.as_deref()).await;
        if refreshed.is_err() && granted.until <= now {
            refreshed?;
        }
    }
    let grant = app.read(|db| Ok(grants::find(db, session.id)?))?;
    let grant = grant.ok_or(Refusal::SessionEnded)?;
    if grant.until <= app.now() {
        return Err(Refusal::SessionExpired);
    }
    Ok(Tokens::open(app, &grant).map(|tokens| tokens.access))
}
