//! `/test/config`: the lifetimes in force.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::Millis;
use crate::settings::Strategy;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    strategy: Option<Strategy>,
    access_lifetime: Option<f64>,
    #[serde(default)]
    idle: Limit,
    #[serde(default)]
    absolute: Limit,
    refresh: Option<Value>,
    reuse_grace: Option<f64>,
    step_up_max_age: Option<f64>,
    keep_alive: Option<bool>,
}

/// A limit as given: `null` and 0 turn it off, absent leaves it as it is.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(from = "Option<f64>")]
enum Limit {
    #[default]
    Same,
    Set(Option<Millis>),
}

impl From<Option<f64>> for Limit {
    fn from(seconds: Option<f64>) -> Self {
        Self::Set(seconds.map(millis).filter(|span| *span > 0))
    }
}

/// Changes what is given, from the next sign-in, refresh or touch on, and shows the result.
pub(super) async fn change(State(app): State<App>, Json(change): Json<Change>) -> Json<Value> {
    let mut policy = app.policy();
    if let Some(strategy) = change.strategy {
        policy.strategy = strategy;
    }
    if let Some(seconds) = change.access_lifetime {
        policy.access = millis(seconds);
    }
    if let Limit::Set(limit) = change.idle {
        policy.idle = limit;
    }
    if let Limit::Set(limit) = change.absolute {
        policy.absolute = limit;
    }
    if let Some(refresh) = change.refresh {
        policy.refresh = refresh == "on" || refresh == true;
    }
    if let Some(seconds) = change.reuse_grace {
        policy.reuse_grace = millis(seconds);
    }
    if let Some(seconds) = change.step_up_max_age {
        policy.step_up_max_age = millis(seconds);
    }
    if let Some(keep_alive) = change.keep_alive {
        app.knobs().closing.store(!keep_alive, Ordering::SeqCst);
    }
    app.set_policy(policy);
    show(State(app)).await
}

/// Shows the lifetimes in force, in seconds.
pub(super) async fn show(State(app): State<App>) -> Json<Value> {
    let policy = app.policy();
    Json(json!({
        "strategy": policy.strategy,
        "access_lifetime": seconds(policy.access),
        "idle": policy.idle.map(seconds),
        "absolute": policy.absolute.map(seconds),
        "refresh": if policy.refresh { "on" } else { "off" },
        "reuse_grace": seconds(policy.reuse_grace),
        "step_up_max_age": seconds(policy.step_up_max_age),
        "keep_alive": !app.knobs().closing.load(Ordering::SeqCst),
    }))
}

/// Closes each connection after its answer, when asked.
///
/// Browsers send a request again by themselves when a *reused* connection dies under it, which
/// makes a cut invisible to the page.
pub(super) async fn close_connections(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    if app.knobs().closing.load(Ordering::SeqCst) {
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Converts seconds from a test; out of range saturates, which `as` guarantees.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn millis(seconds: f64) -> Millis {
    ((seconds * 1000.0).round() as Millis).clamp(-1 << 52, 1 << 52)
}

#[allow(clippy::cast_precision_loss)]
fn seconds(span: Millis) -> f64 {
    span as f64 / 1000.0
}
