//! `/test/fault`: what goes wrong, once or several times, on one route.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::cut::Cut;
use super::lock;
use super::stats::route_of;
use crate::app::App;

/// The faults still to come, by route, and the requests held back.
#[derive(Default)]
pub(crate) struct Faults {
    queues: Mutex<HashMap<String, VecDeque<Fault>>>,
    held: watch::Sender<usize>,
    releases: watch::Sender<u64>,
}

impl Faults {
    /// Forgets what was planned and lets go of what is held.
    pub(crate) fn clear(&self) {
        lock(&self.queues).clear();
        self.releases.send_modify(|count| *count += 1);
    }

    async fn hold(&self) {
        let mut releases = self.releases.subscribe();
        self.held.send_modify(|count| *count += 1);
        // An error means that the server itself is gone.
        let _ = releases.changed().await;
        self.held.send_modify(|count| *count -= 1);
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    route: String,
    #[serde(default = "once")]
    times: usize,
    kind: Kind,
    #[serde(default)]
    ms: u64,
    status: Option<u16>,
    retry_after: Option<Value>,
    #[serde(default)]
    after_commit: bool,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Delay,
    Hold,
    Status,
    Html,
    Redirect,
    Null,
    Empty,
    Garbage,
    WrongType,
    CloseBefore,
    CloseAfterHeaders,
    CloseAfterCommit,
}

fn once() -> usize {
    1
}

/// Plans a fault for the next requests of a route.
pub(super) async fn plan(State(app): State<App>, Json(fault): Json<Fault>) -> Json<Value> {
    let mut queues = lock(&app.knobs().faults.queues);
    let queue = queues.entry(fault.route.clone()).or_default();
    queue.extend(std::iter::repeat_n(fault.clone(), fault.times.min(1000)));
    Json(json!({ "queued": queue.len() }))
}

#[derive(Deserialize)]
pub(super) struct Awaited {
    #[serde(default = "once")]
    count: usize,
}

/// Answers once so many requests are held, so that a test need not guess.
pub(super) async fn held(State(app): State<App>, Query(awaited): Query<Awaited>) -> Json<Value> {
    let mut held = app.knobs().faults.held.subscribe();
    let count = held
        .wait_for(|count| *count >= awaited.count)
        .await
        .map(|count| *count);
    Json(json!({ "held": count.unwrap_or_default() }))
}

/// Lets go of every request held.
pub(super) async fn release(State(app): State<App>) -> Json<Value> {
    app.knobs().faults.releases.send_modify(|count| *count += 1);
    Json(json!({}))
}

/// Counts a request and lets the next planned fault happen to it.
pub(crate) async fn inject(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = route_of(request.uri().path());
    app.knobs()
        .stats
        .request(route, request.method(), request.uri().path());
    let fault = lock(&app.knobs().faults.queues)
        .get_mut(route)
        .and_then(VecDeque::pop_front);
    match fault {
        Some(fault) => happen(&app, &fault, request, next).await,
        None => next.run(request).await,
    }
}

async fn happen(app: &App, fault: &Fault, request: Request, next: Next) -> Response {
    let cut = request.extensions().get::<Cut>().cloned();
    let wait = async {
        if fault.kind == Kind::Hold {
            app.knobs().faults.hold().await;
        } else if fault.ms > 0 {
            tokio::time::sleep(Duration::from_millis(fault.ms)).await;
        }
    };
    if !fault.after_commit {
        wait.await;
        return match fault.kind {
            Kind::Delay | Kind::Hold => next.run(request).await,
            Kind::CloseBefore => closed(cut.as_ref()),
            Kind::CloseAfterHeaders => half(next.run(request).await, cut).await,
            Kind::CloseAfterCommit => {
                next.run(request).await;
                closed(cut.as_ref())
            }
            Kind::WrongType => mistyped(next.run(request).await),
            _ => instead(fault),
        };
    }
    let response = next.run(request).await;
    wait.await;
    match fault.kind {
        Kind::Delay | Kind::Hold => response,
        Kind::CloseBefore | Kind::CloseAfterCommit => closed(cut.as_ref()),
        Kind::CloseAfterHeaders => half(response, cut).await,
        Kind::WrongType => mistyped(response),
        _ => instead(fault),
    }
}

fn closed(cut: Option<&Cut>) -> Response {
    if let Some(cut) = cut {
        cut.now();
    }
    StatusCode::BAD_GATEWAY.into_response()
}

/// Sends the head and half of the body, then cuts.
async fn half(response: Response, cut: Option<Cut>) -> Response {
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

fn mistyped(mut response: Response) -> Response {
    let text = HeaderValue::from_static("text/plain");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response
}

fn instead(fault: &Fault) -> Response {
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
