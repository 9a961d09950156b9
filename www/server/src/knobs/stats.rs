//! `/test/stats`: what the server did, counted.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::Json;
use axum::extract::State;
use axum::http::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::lock;
use crate::app::App;
use crate::audit::Event;
use crate::refusal::Refusal;
use crate::store::sessions;

/// The counters.
#[derive(Default)]
pub(crate) struct Stats(Mutex<Counts>);

#[derive(Default, Serialize)]
struct Counts {
    requests: BTreeMap<String, u64>,
    paths: BTreeMap<String, u64>,
    sign_ins: u64,
    sign_in_failures: u64,
    braked: u64,
    refreshes: u64,
    rotations: u64,
    coalesced: u64,
    reuse_detections: u64,
    touches: u64,
    csrf_refusals: u64,
    mismatches: u64,
    withheld: u64,
    provider_refreshes: u64,
    revocations: u64,
    backchannel_logouts: u64,
    ended: Vec<Value>,
    executed: Vec<Value>,
    executed_by: BTreeMap<String, u64>,
}

/// Names the route of a path as faults and counters know it.
pub(crate) fn route_of(path: &str) -> &'static str {
    match path {
        "/auth/session" => "session",
        "/auth/refresh" => "refresh",
        "/auth/touch" => "touch",
        "/auth/logout" => "logout",
        "/auth/login" => "login",
        _ if path.starts_with("/api/") => "api",
        _ => "other",
    }
}

impl Stats {
    /// Counts a request, executed or not.
    pub(crate) fn request(&self, route: &str, method: &Method, path: &str) {
        let mut counts = lock(&self.0);
        *counts.requests.entry(route.to_owned()).or_default() += 1;
        *counts.paths.entry(format!("{method} {path}")).or_default() += 1;
    }

    /// Counts an event.
    pub(crate) fn note(&self, event: &Event) {
        let mut counts = lock(&self.0);
        match event {
            Event::SignedIn { .. } => counts.sign_ins += 1,
            Event::SignInFailed { .. } => counts.sign_in_failures += 1,
            Event::Refreshed { .. } => counts.refreshes += 1,
            Event::Rotated { .. } => counts.rotations += 1,
            Event::Coalesced { .. } => counts.coalesced += 1,
            Event::Reused { .. } => counts.reuse_detections += 1,
            Event::Touched { .. } => counts.touches += 1,
            Event::SignInBraked { .. } => counts.braked += 1,
            Event::CsrfRefused { .. } => counts.csrf_refusals += 1,
            Event::Mismatched { .. } => counts.mismatches += 1,
            Event::Withheld { .. } => counts.withheld += 1,
            Event::ProviderRefreshed { .. } => counts.provider_refreshes += 1,
            Event::Revoked { .. } => counts.revocations += 1,
            Event::BackchannelLogout { .. } => counts.backchannel_logouts += 1,
            Event::Ended { session, why } => {
                counts.ended.push(json!({ "session": session, "why": why }));
            }
            Event::Executed {
                session,
                subject,
                route,
            } => {
                let call = json!({ "session": session, "subject": subject, "route": route });
                counts.executed.push(call);
                *counts.executed_by.entry(subject.clone()).or_default() += 1;
            }
        }
    }

    /// Starts counting anew.
    pub(crate) fn clear(&self) {
        *lock(&self.0) = Counts::default();
    }
}

/// Shows the counters and every session there is.
pub(super) async fn show(State(app): State<App>) -> Result<Json<Value>, Refusal> {
    let sessions = app
        .transact(|app, db| {
            let now = app.now();
            let mut all = db.prepare(sessions::ALL)?;
            let rows = all.query_map([], sessions::read)?.flatten().map(|session| {
                let state = match (session.is_alive(now), now < session.access_until) {
                    (true, true) => "live",
                    (true, false) => "lapsed",
                    (false, _) => "ended",
                };
                json!({
                    "session": session.handle,
                    "subject": session.subject,
                    "strategy": session.strategy,
                    "state": state,
                })
            });
            let rows: Vec<Value> = rows.collect();
            Ok(rows)
        })
        .await?;
    let mut stats = serde_json::to_value(&*lock(&app.knobs().stats.0)).unwrap_or_default();
    stats["sessions"] = Value::from(sessions);
    Ok(Json(stats))
}
