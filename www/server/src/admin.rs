//! What an operator's machinery asks, on an address of its own: is it alive, is it ready, what did it do.

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::refusal::Refusal;
use crate::store::sessions;

/// Builds the routes. They have no secret, and no user's browser reaches them.
pub(crate) fn router(app: &App) -> Router {
    Router::new()
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .layer(middleware::map_response(|mut response: Response| async {
            let never = HeaderValue::from_static("no-store");
            response.headers_mut().insert(CACHE_CONTROL, never);
            response
        }))
        .with_state(app.clone())
}

/// Says that the process answers: one that does not is to be started anew.
async fn healthy() -> &'static str {
    "ok\n"
}

/// Says whether requests are to be sent here: the store answers, and the server was not told to stop.
async fn ready(State(app): State<App>) -> Response {
    if app.is_stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    match store(&app).await {
        Ok(_) => "ready\n".into_response(),
        Err(reason) => {
            tracing::warn!(%reason, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer\n",
            )
                .into_response()
        }
    }
}

/// Reads how many sessions live, for which the store has to answer.
async fn store(app: &App) -> Result<i64, Refusal> {
    app.fresh().await?;
    app.read(|db| Ok(sessions::count(db, app.now())?))
}

async fn metrics(State(app): State<App>) -> Response {
    let living = match store(&app).await {
        Ok(living) => living,
        Err(refusal) => return refusal.into_response(),
    };
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, kind)], app.metrics().text(living)).into_response()
}
