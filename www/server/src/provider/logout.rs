//! Where a logout leads, so that the session at the provider ends too (RP-Initiated Logout 1.0).

use axum::http::HeaderMap;
use rusqlite::Connection;

use super::tokens::Tokens;
use crate::app::App;
use crate::guard::own_origin;
use crate::refusal::Refusal;
use crate::store::grants;

/// Finds the id token of a session that is about to end; empty where a provider gave none.
pub(crate) fn hint(app: &App, db: &Connection, session: i64) -> Result<Option<String>, Refusal> {
    let grant = grants::find(db, session)?;
    let tokens = grant.and_then(|grant| Tokens::open(app, &grant));
    Ok(tokens.map(|tokens| tokens.id.unwrap_or_default()))
}

/// Gives the address at the provider, if it has one; back it leads to the front page.
///
/// The session here is over by then, and its tokens are in the queue: a user who never gets there is
/// signed out all the same.
pub(crate) async fn logout_url(app: &App, headers: &HeaderMap, hint: &str) -> Option<String> {
    let provider = app.provider()?;
    let found = provider.found().await.ok()?;
    let mut url = found.more().end_session_endpoint.clone()?;
    let back = match &app.settings().front_end {
        Some(_) => app.settings().in_front("/"),
        None => format!("{}/", own_origin(app, headers).ok()?.ascii_serialization()),
    };
    let mut query = url.query_pairs_mut();
    if !hint.is_empty() {
        query.append_pair("id_token_hint", hint);
    }
    query
        .append_pair("client_id", provider.relying.client.as_str())
        .append_pair("post_logout_redirect_uri", &back);
    drop(query);
    Some(url.into())
}
