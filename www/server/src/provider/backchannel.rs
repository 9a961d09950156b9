//! `POST backchannel-logout`: the provider says that a session there is over.

use axum::Json;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Provider;
use super::logout_token::Named;
use crate::app::App;
use crate::audit::Event;
use crate::refusal::Refusal;
use crate::secret;
use crate::store::{grants, logout_tokens, sessions};

/// Ends every session that the logout token names; 200, or 400 with what is wrong.
///
/// It comes from the provider's server: no cookie, no `Origin`, no header of ours. The signature is the
/// only proof. A session that is not there is no failure (section 2.7).
pub(crate) async fn logout(app: &App, provider: &Provider, body: &Bytes) -> Response {
    let mut fields = url::form_urlencoded::parse(body);
    let token = fields.find_map(|(name, value)| (name == "logout_token").then_some(value));
    let Some(token) = token else {
        return refused("logout_token is missing");
    };
    let Ok(found) = provider.found().await else {
        return Refusal::ProviderAway(1).into_response();
    };
    let named = match provider.read_logout_token(found, &token, app.now()).await {
        Ok(named) => named,
        Err(why) => return refused(why),
    };
    match end(app, named).await {
        Ok(true) => {
            provider.sessions_ended();
            (StatusCode::OK, Json(json!({}))).into_response()
        }
        Ok(false) => refused("it was used before"),
        Err(refusal) => refusal.into_response(),
    }
}

async fn end(app: &App, named: Named) -> Result<bool, Refusal> {
    app.transact(move |app, db| {
        if !logout_tokens::note(db, &named.jti, named.until)? {
            return Ok(false);
        }
        let now = app.now();
        let ended = match (&named.sid, &named.subject) {
            // With both, the session decides, and the subject has to be its own.
            (Some(sid), subject) => grants::of_sid(db, &secret::digest(sid), subject.as_deref())?,
            (None, Some(subject)) => sessions::of(db, subject, now)?
                .into_iter()
                .filter(|session| session.provided.is_some())
                .map(|session| session.id)
                .collect(),
            (None, None) => Vec::new(),
        };
        app.note(&Event::BackchannelLogout { ended: ended.len() });
        for id in ended {
            sessions::end(db, id, "logout at the provider")?;
        }
        Ok(true)
    })
    .await
}

fn refused(why: &'static str) -> Response {
    tracing::warn!(why, "logout_token_refused");
    let body = json!({ "error": "invalid_request", "error_description": format!("The logout token is refused: {why}.") });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}
