//! Sign-in by the provider: the routes that a browser, or the provider itself, comes to.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::asking::{Asking, Octets};
use crate::provider::{self, Brought, Provider, Wanted};
use crate::refusal::Refusal;

fn provider(app: &App) -> Result<&Provider, Refusal> {
    app.provider().ok_or(Refusal::NotFound)
}

/// Leads the browser to the provider.
pub(super) async fn begin(
    State(app): State<App>,
    asking: Asking,
    headers: HeaderMap,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(wanted) = wanted.unwrap_or_default();
    let provider = provider(&app)?;
    Ok(provider::begin(&app, provider, &asking, &headers, wanted).await)
}

/// Signs the user in who comes back from there.
pub(super) async fn callback(
    State(app): State<App>,
    asking: Asking,
    brought: Result<Query<Brought>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(brought) = brought.unwrap_or_default();
    let provider = provider(&app)?;
    Ok(provider::callback(&app, provider, &asking, brought).await)
}

/// Ends the sessions that the provider names.
pub(super) async fn backchannel_logout(State(app): State<App>, octets: Octets) -> Response {
    let Octets(bytes) = octets;
    match provider(&app) {
        Ok(provider) => provider::backchannel_logout(&app, provider, &bytes).await,
        Err(refusal) => refusal.into_response(),
    }
}
