//! What a refusal of the token endpoint means: only the provider's own word ends a session.

use openidconnect::RequestTokenError;
use openidconnect::core::{CoreErrorResponseType, CoreRequestTokenError};

use super::http::HttpError;
use crate::app::App;
use crate::audit::Event;
use crate::refusal::Refusal;
use crate::store::sessions::{self, Session};

pub(super) type Refused = CoreRequestTokenError<HttpError>;

/// Tells what a refusal means for a session that was to be refreshed.
pub(super) async fn refused(
    app: &App,
    session: &Session,
    scope: Option<&str>,
    error: &Refused,
) -> Result<(), Refusal> {
    if let RequestTokenError::ServerResponse(answer) = error {
        match answer.error() {
            CoreErrorResponseType::InvalidGrant => {
                return end(app, session, "withdrawn by the provider").await;
            }
            CoreErrorResponseType::InvalidScope if scope.is_some() => {
                return Err(Refusal::InvalidScope);
            }
            _ => {}
        }
    }
    tracing::warn!(reason = %reason(error), "provider_not_refreshed");
    Err(Refusal::ProviderAway(match error {
        RequestTokenError::Request(HttpError::Unavailable { retry_after, .. }) => {
            retry_after.unwrap_or(1).clamp(1, 3600)
        }
        _ => 1,
    }))
}

/// Tells why a token endpoint gave no tokens, without what it said beside the code.
pub(super) fn reason(error: &Refused) -> String {
    match error {
        RequestTokenError::ServerResponse(answer) => answer.error().as_ref().to_owned(),
        RequestTokenError::Request(error) => error.to_string(),
        RequestTokenError::Parse(error, _) => format!("its answer is none: {}", error.path()),
        RequestTokenError::Other(why) => why.clone(),
    }
}

/// Ends a session whose grant is gone.
pub(super) async fn end(app: &App, session: &Session, why: &'static str) -> Result<(), Refusal> {
    let (id, handle) = (session.id, session.handle.clone());
    app.transact(move |app, db| {
        sessions::end(db, id, why)?;
        app.note(&Event::Ended {
            session: handle,
            why,
        });
        Ok(())
    })
    .await?;
    if let Some(provider) = app.provider() {
        provider.sessions_ended();
    }
    Err(Refusal::SessionEnded)
}
