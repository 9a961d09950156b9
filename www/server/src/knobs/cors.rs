//! Lets a test page on another port of this machine talk to the server, cookies included.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::guard::is_test_page;

/// Reflects `http://127.0.0.1:*`, the origin of in-browser unit tests.
pub(super) fn layer() -> CorsLayer {
    let loopback = |origin: &HeaderValue, _: &_| origin.to_str().is_ok_and(is_test_page);
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(loopback))
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
        .expose_headers([RETRY_AFTER])
}
