//! `/test/fault`: what goes wrong, once or several times, on one route.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::broken::{closed, half, instead, mistyped};
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
        let _held = Held::new(&self.held);
        // An error means that the server itself is gone.
        let _ = releases.changed().await;
    }
}

/// One request held back; it counts for as long as somebody waits for it.
struct Held<'a>(&'a watch::Sender<usize>);

impl<'a> Held<'a> {
    fn new(count: &'a watch::Sender<usize>) -> Self {
        count.send_modify(|count| *count += 1);
        Self(count)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    route: String,
    #[serde(default = "once")]
    times: usize,
    pub(super) kind: Kind,
    #[serde(default)]
    ms: u64,
    pub(super) status: Option<u16>,
    pub(super) retry_after: Option<Value>,
    #[serde(default)]
    after_commit: bool,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
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
    /// As many at least, unless this says no more either.
    #[serde(default)]
    exactly: bool,
}

/// Answers once so many requests are held, so that a test need not guess.
pub(super) async fn held(State(app): State<App>, Query(awaited): Query<Awaited>) -> Json<Value> {
    let Awaited { count, exactly } = awaited;
    let mut held = app.knobs().faults.held.subscribe();
    let count = held
        .wait_for(|held| {
            if exactly {
                *held == count
            } else {
                *held >= count
            }
        })
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
