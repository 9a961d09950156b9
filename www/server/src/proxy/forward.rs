//! A request and its answer, both as streams.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use reqwest::Url;

use super::{Way, headers, unreachable};

/// Sends a request to its API, and gives back what it answers.
pub(super) async fn pass(way: &Way, request: Request, target: Url, token: &str) -> Response {
    let (parts, body) = request.into_parts();
    let sent = headers::request(&way.app, &parts.headers, &parts.extensions, token);
    let mut asked = way.client.request(parts.method, target).headers(sent);
    if !axum::body::HttpBody::is_end_stream(&body) {
        asked = asked.body(reqwest::Body::wrap_stream(body.into_data_stream()));
    }
    let answer = match asked.send().await {
        Ok(answer) => answer,
        Err(error) => return unreachable(way, &error),
    };
    let (mut parts, body) = axum::http::Response::from(answer).into_parts();
    parts.headers = headers::response(&parts.headers);
    Response::from_parts(parts, Body::new(body))
}
