//! A WebSocket: its handshake is a request as any other, and then octets go both ways.
//!
//! A page cannot send a header of its own with it, so the guard wants its `Origin` in place of one.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::UPGRADE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use hyper_util::rt::TokioIo;
use reqwest::Url;

use super::{Way, headers, unreachable};

/// Whether a request asks for a WebSocket (RFC 6455 section 4.1).
pub(crate) fn is_wanted(asked: &HeaderMap) -> bool {
    let protocol = asked.get(UPGRADE).and_then(|value| value.to_str().ok());
    protocol.is_some_and(|protocol| protocol.eq_ignore_ascii_case("websocket"))
}

/// Passes the handshake on and, where the API agrees, all that follows.
pub(super) async fn pass(way: &Way, mut request: Request, target: Url, token: &str) -> Response {
    let ours = hyper::upgrade::on(&mut request);
    let asked = request.headers();
    let mut sent = headers::request(&way.app, asked, request.extensions(), token);
    headers::upgrade(&mut sent, asked);
    let sending = way.client.request(request.method().clone(), target);
    let answer = match sending.headers(sent).send().await {
        Ok(answer) => answer,
        Err(error) => return unreachable(way, &error),
    };
    let mut kept = headers::response(answer.headers());
    let status = answer.status();
    if status != StatusCode::SWITCHING_PROTOCOLS {
        let (mut parts, body) = axum::http::Response::from(answer).into_parts();
        parts.headers = kept;
        return Response::from_parts(parts, Body::new(body));
    }
    headers::upgrade(&mut kept, answer.headers());
    tokio::spawn(async move {
        let (Ok(ours), Ok(mut theirs)) = tokio::join!(ours, answer.upgrade()) else {
            return;
        };
        // Either side may end it at any time.
        let _ = tokio::io::copy_bidirectional(&mut TokioIo::new(ours), &mut theirs).await;
    });
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    *response.headers_mut() = kept;
    response
}
