//! What a test may turn: time, lifetimes, faults.
//!
//! Everything here breaks a promise of the server on purpose, down to showing raw secrets. No default
//! build contains it (feature `test-knobs`), and a build with every feature still needs
//! `--test-knobs`, which is refused where another machine could reach it.

mod broken;
mod config;
pub(crate) mod cut;
pub(crate) mod fault;
mod lives;
mod pages;
pub(crate) mod stats;
mod tokens;

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::middleware;
use axum::routing::{any, get, post};

use crate::app::App;
use crate::cors;
use crate::guard::private;
use fault::Faults;
use stats::Stats;
use tokens::Token;

/// The state behind the knobs.
#[derive(Default)]
pub(crate) struct Knobs {
    pub(crate) stats: Stats,
    pub(crate) faults: Faults,
    issued: Mutex<Vec<Token>>,
    lapsed: Mutex<HashSet<String>>,
    closing: AtomicBool,
}

/// Adds the routes under `/test`.
pub(crate) fn attach(router: Router<App>, app: &App) -> Router<App> {
    let test = Router::new()
        .route("/config", get(config::show).post(config::change))
        .route("/fault", post(fault::plan))
        .route("/held", get(fault::held))
        .route("/release", post(fault::release))
        .route("/expire", post(lives::expire))
        .route("/kill", post(lives::kill))
        .route("/clock", post(lives::clock))
        .route("/reset", post(lives::reset))
        .route("/stats", get(stats::show))
        .route("/tokens", get(tokens::show))
        .route("/alive", get(tokens::alive))
        .route("/always-expired", any(pages::always_expired))
        .route("/blank", get(pages::blank))
        .layer(middleware::map_response(|response| async {
            private(response)
        }))
        .layer(cors::layer(app));
    router
        .nest("/test", test)
        .layer(middleware::from_fn_with_state(
            app.clone(),
            config::close_connections,
        ))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
