//! CORS, for the front ends that may call from another origin.

use std::time::Duration;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::app::App;
use crate::guard::may_call;

/// Names the origins that may call, each exactly, with credentials and the contract's headers.
///
/// The guard decides by itself whether a request passes. This layer only lets the browser ask, and
/// lets the page read the answer.
pub(crate) fn layer(app: &App) -> CorsLayer {
    let app = app.clone();
    let allowed = move |origin: &HeaderValue, _: &_| {
        origin.to_str().is_ok_and(|origin| may_call(&app, origin))
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(allowed))
        .allow_credentials(true)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([
            HeaderName::from_static("x-csrf"),
            HeaderName::from_static("hallpass-session"),
            CONTENT_TYPE,
        ])
        .expose_headers([RETRY_AFTER, WWW_AUTHENTICATE])
        .max_age(Duration::from_mins(10))
}
