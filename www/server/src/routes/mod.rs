//! The routes, and the layers in front of them.

mod api;
mod form;
mod login;
mod logout;
mod renew;
mod sessions;
mod signing_in;
mod site;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};

use crate::app::App;
use crate::cors;
use crate::guard::{guard, private};
use crate::headers::secure;
use crate::log::describe;
use crate::metrics::measure;
use crate::proxy;
use crate::refusal::Refusal;

pub(crate) use login::write_cookies;

/// A body in octets: more than any of the contract has.
const LARGEST_BODY: usize = 64 * 1024;
/// The body of a sign-in, which may have to wait for its turn with a thousand others.
const LARGEST_SIGN_IN: usize = 8 * 1024;

/// Builds the whole server: what the contract has, and the static files of the app.
pub(crate) fn router(app: &App) -> Result<Router, reqwest::Error> {
    let all = contract(app)?.fallback_service(site::files(app));
    #[cfg(feature = "test-knobs")]
    let all = if app.settings().has_knobs() {
        crate::knobs::attach(all, app)
    } else {
        all
    };
    Ok(described(app, all).with_state(app.clone()))
}

/// Builds what another application takes in: everything but static files, which are its own.
pub(crate) fn mounted(app: &App) -> Result<Router, reqwest::Error> {
    Ok(described(app, contract(app)?).with_state(app.clone()))
}

/// Puts the fence around routes of another application.
pub(crate) fn fenced(app: &App, router: Router) -> Router {
    let fenced = fence(app, router.with_state(()));
    described(app, fenced).with_state(app.clone())
}

/// The routes of the contract, and those of the APIs behind it.
fn contract(app: &App) -> Result<Router<App>, reqwest::Error> {
    let own = Router::new().nest("/auth", auth(app));
    let own = if app.settings().is_proxied("/api") {
        own
    } else {
        own.nest("/api", api())
    };
    let begin_fresh = || middleware::from_fn_with_state(app.clone(), fresh);
    let proxied = proxy::attach(Router::new(), app)?.layer(begin_fresh());
    let own = own
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(begin_fresh())
        .layer(middleware::from_fn_with_state(app.clone(), in_time));
    // An API takes as long as it takes, and its answer may be a stream.
    let all = fence(app, own.merge(proxied));
    Ok(all.route("/.well-known/jwks.json", get(keys)))
}

/// From the outside in: CORS, the late check, the faults of a test build, the guard, the routes.
fn fence(app: &App, routes: Router<App>) -> Router<App> {
    let fenced = routes.layer(middleware::from_fn_with_state(app.clone(), guard));
    #[cfg(feature = "test-knobs")]
    let fenced = if app.settings().has_knobs() {
        let inject = crate::knobs::fault::inject;
        fenced.layer(middleware::from_fn_with_state(app.clone(), inject))
    } else {
        fenced
    };
    let fenced = fenced
        .layer(middleware::from_fn_with_state(
            app.clone(),
            renew::withhold_late,
        ))
        .layer(middleware::map_response(|response: Response| async {
            private(response)
        }));
    if app.settings().has_callers() {
        fenced.layer(cors::layer(app))
    } else {
        fenced
    }
}

/// What every answer has: security headers, a place in the log and among the counters.
fn described(app: &App, routes: Router<App>) -> Router<App> {
    routes
        .layer(middleware::from_fn_with_state(app.clone(), secure))
        .layer(middleware::from_fn_with_state(app.clone(), measure))
        .layer(middleware::from_fn_with_state(app.clone(), describe))
}

fn auth(app: &App) -> Router<App> {
    let router = Router::new()
        .route("/session", get(renew::session))
        .route("/refresh", post(renew::refresh))
        .route("/touch", post(renew::touch))
        .route("/logout", post(logout::logout))
        .route("/sessions", get(sessions::list))
        .route("/sessions/{handle}", delete(sessions::end));
    // Who signs users in decides who asks for their password.
    let router = if app.provider().is_some() {
        router
            .route("/login", get(signing_in::begin))
            .route("/callback", get(signing_in::callback))
            .route("/backchannel-logout", post(signing_in::backchannel_logout))
    } else {
        let sign_in = get(form::show).post(login::login);
        router.route(
            "/login",
            sign_in.layer(DefaultBodyLimit::max(LARGEST_SIGN_IN)),
        )
    };
    router.fallback(missing)
}

fn api() -> Router<App> {
    Router::new()
        .route("/me", get(api::me))
        .route("/vip", get(api::vip))
        .route("/orders", get(api::orders).post(api::place))
        .route("/transfer", post(api::transfer))
        .fallback(missing)
}

/// Gives a request up whose body does not come, or that waits for too long.
async fn in_time(State(app): State<App>, request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(app.settings().patience(), next.run(request)).await;
    answered.unwrap_or_else(|_| Refusal::TimedOut.into_response())
}

/// Begins with all that other instances wrote before this request.
async fn fresh(State(app): State<App>, request: Request, next: Next) -> Response {
    match app.fresh().await {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Tells the public keys, which are for everybody; a replaced one is noticed within five minutes.
async fn keys(State(app): State<App>) -> Response {
    let cache = HeaderValue::from_static("public, max-age=300");
    let keys = axum::Json(app.signing().public());
    ([(CACHE_CONTROL, cache)], keys).into_response()
}

async fn missing() -> Response {
    (
        StatusCode::NOT_FOUND,
        axum::Json(serde_json::json!({ "error": "not_found" })),
    )
        .into_response()
}
