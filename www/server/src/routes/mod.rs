//! The routes, and the layers in front of them.

mod api;
mod form;
mod login;
mod logout;
mod renew;
mod site;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::app::App;
use crate::guard::{guard, private};
use crate::headers::secure;

/// Builds the whole server.
///
/// From the outside in: security headers, then for `/auth` and `/api` the late check, the faults
/// of a test build, the guard, the route. Everything else is a static file.
pub(crate) fn router(app: &App) -> Router {
    let protected = Router::new().nest("/auth", auth()).nest("/api", api());
    let protected = protected.layer(middleware::from_fn_with_state(app.clone(), guard));
    #[cfg(feature = "test-knobs")]
    let protected = protected.layer(middleware::from_fn_with_state(
        app.clone(),
        crate::knobs::fault::inject,
    ));
    let protected = protected
        .layer(middleware::from_fn_with_state(
            app.clone(),
            renew::withhold_late,
        ))
        .layer(middleware::map_response(|response: Response| async {
            private(response)
        }));
    let all = protected.fallback_service(site::files(app));
    #[cfg(feature = "test-knobs")]
    let all = crate::knobs::attach(all, app);
    all.layer(middleware::from_fn_with_state(app.clone(), secure))
        .with_state(app.clone())
}

fn auth() -> Router<App> {
    Router::new()
        .route("/session", get(renew::session))
        .route("/refresh", post(renew::refresh))
        .route("/touch", post(renew::touch))
        .route("/logout", post(logout::logout))
        .route("/login", get(form::show).post(login::login))
        .fallback(missing)
}

fn api() -> Router<App> {
    Router::new()
        .route("/me", get(api::me))
        .route("/orders", get(api::orders).post(api::place))
        .route("/transfer", post(api::transfer))
        .fallback(missing)
}

async fn missing() -> Response {
    (
        StatusCode::NOT_FOUND,
        axum::Json(serde_json::json!({ "error": "not_found" })),
    )
        .into_response()
}
