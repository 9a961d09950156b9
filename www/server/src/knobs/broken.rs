//! What a page gets in place of an answer.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::Value;
use std::time::Duration;

use super::cut::Cut;
use super::fault::{Fault, Kind};

pub(super) fn closed(cut: Option<&Cut>) -> Response {
    if let Some(cut) = cut {
        cut.now();
    }
    StatusCode::BAD_GATEWAY.into_response()
}

/// Sends the head and half of the body, then cuts.
pub(super) async fn half(response: Response, cut: Option<Cut>) -> Response {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let begun = bytes.slice(..bytes.len() / 2);
    let stream = stream::unfold((Some(begun), cut), |(begun, cut)| async move {
        if let Some(begun) = begun {
            return Some((Ok(begun), (None, cut)));
        }
        // The half must have left before the plug is pulled, and nothing tells when it has.
        tokio::time::sleep(Duration::from_millis(30)).await;
        if let Some(cut) = &cut {
            cut.now();
        }
        Some((Err(std::io::Error::other("cut on purpose")), (None, cut)))
    });
    let mut response = Response::from_parts(parts, Body::from_stream(stream));
    response.headers_mut().insert(
        header::CONTENT_LENGTH,
        HeaderValue::from(bytes.len().max(2)),
    );
    response
}

pub(super) fn mistyped(mut response: Response) -> Response {
    let text = HeaderValue::from_static("text/plain");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response
}

pub(super) fn instead(fault: &Fault) -> Response {
    let json = "application/json";
    let (status, kind, body) = match fault.kind {
        Kind::Html => (
            200,
            "text/html",
            "<!doctype html><title>Wi-Fi</title><p>Accept the terms.",
        ),
        Kind::Redirect => (302, "text/html", ""),
        Kind::Null => (200, json, "null"),
        Kind::Empty => (200, json, ""),
        Kind::Garbage => (200, json, "{\"authenticated\":tr"),
        _ => (503, json, "{\"error\":\"server_error\"}"),
    };
    let status = StatusCode::from_u16(fault.status.unwrap_or(status));
    let status = status.unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
    let headers = response.headers_mut();
    if fault.kind == Kind::Redirect {
        headers.insert(header::LOCATION, HeaderValue::from_static("/test/blank"));
    }
    let wait = match &fault.retry_after {
        Some(Value::String(text)) => HeaderValue::from_str(text).ok(),
        Some(other) => HeaderValue::from_str(&other.to_string()).ok(),
        None => None,
    };
    if let Some(wait) = wait {
        headers.insert(header::RETRY_AFTER, wait);
    }
    response
}
