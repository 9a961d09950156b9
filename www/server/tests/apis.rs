//! APIs for the tests of the proxy.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// An API that says what it was sent.
pub(crate) async fn api() -> String {
    let router = Router::new()
        .route(
            "/api/redirect",
            get(async || {
                (
                    StatusCode::FOUND,
                    [("location", "http://127.0.0.1:1/elsewhere")],
                )
                    .into_response()
            }),
        )
        .route("/api/stream", get(stream))
        .route("/api/upload", any(upload))
        .fallback(any(echo));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("is free");
    let addr = listener.local_addr().expect("is bound");
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{addr}")
}

async fn echo(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20)
        .await
        .unwrap_or_default();
    let headers: Value = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap_or("?"))))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let said = json!({
        "method": parts.method.as_str(),
        "target": parts.uri.to_string(),
        "headers": headers,
        "body": String::from_utf8_lossy(&body),
    });
    let mut answer = axum::Json(said).into_response();
    let headers = answer.headers_mut();
    for (name, value) in [
        ("set-cookie", "planted=1"),
        ("access-control-allow-origin", "*"),
        ("clear-site-data", "\"cookies\""),
        ("x-own", "kept"),
        ("keep-alive", "timeout=5"),
    ] {
        headers.append(name, HeaderValue::from_static(value));
    }
    answer
}

/// A first part at once, and a second one when the client has closed its side of nothing: never.
async fn stream() -> Response {
    let first =
        futures_util::stream::once(async { Ok::<_, std::io::Error>(Bytes::from("first\n")) });
    Body::from_stream(first.chain(futures_util::stream::pending())).into_response()
}

async fn upload(headers: HeaderMap, body: Body) -> Response {
    let mut count = 0;
    let mut parts = body.into_data_stream();
    while let Some(Ok(part)) = parts.next().await {
        count += part.len();
    }
    let framed =
        headers.contains_key("transfer-encoding") || headers.contains_key("content-length");
    axum::Json(json!({ "count": count, "framed": framed })).into_response()
}

/// An API that agrees to a WebSocket, tells what it was asked, and gives each octet back.
pub(crate) async fn socket_api() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("is free");
    let addr = listener.local_addr().expect("is bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let head = head(&mut stream).await.to_lowercase();
                let is_right = head.contains("authorization: bearer ") && !head.contains("cookie:");
                let status = if is_right {
                    "101 Switching Protocols"
                } else {
                    "400 Bad Request"
                };
                let answer = format!(
                    "HTTP/1.1 {status}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                     sec-websocket-accept: x\r\n\r\n"
                );
                stream.write_all(answer.as_bytes()).await.expect("is sent");
                let (mut read, mut write) = stream.split();
                let _ = tokio::io::copy(&mut read, &mut write).await;
            });
        }
    });
    format!("http://{addr}")
}

/// Reads up to the empty line.
pub(crate) async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(octet) => head.push(octet),
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}
