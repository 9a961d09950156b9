//! `/test/blank` and `/test/always-expired`: a page and an API for tests alone.

use axum::extract::State;
use axum::http::Method;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse};

use crate::app::App;
use crate::refusal::Refusal;

/// Gives an empty page on this origin, under the strictest policy the client promises to bear.
pub(super) async fn blank() -> impl IntoResponse {
    let csp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
               require-trusted-types-for 'script'";
    let html = "<!doctype html><html lang=en><meta charset=utf-8><title>blank</title>";
    ([(CONTENT_SECURITY_POLICY, csp)], Html(html))
}

/// Answers "expired" whatever was refreshed, as a broken API does.
pub(super) async fn always_expired(State(app): State<App>, method: Method) -> Refusal {
    app.knobs()
        .stats
        .request("always-expired", &method, "/test/always-expired");
    Refusal::SessionExpired
}
