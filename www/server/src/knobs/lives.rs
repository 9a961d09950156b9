//! `/test/expire`, `/test/kill`, `/test/clock`, `/test/reset`: ending things on purpose.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use rusqlite::params;
use serde::Deserialize;
use serde_json::{Value, json};

use super::config::millis;
use crate::app::App;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::store::orders;

#[derive(Default, Deserialize)]
struct Which {
    session: Option<String>,
}

impl Which {
    fn read(bytes: &Bytes) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }
}

/// Lapses the access part of one session, or of all.
pub(super) async fn expire(State(app): State<App>, bytes: Bytes) -> Result<Json<Value>, Refusal> {
    let which = Which::read(&bytes);
    app.transact(move |app, db| {
        app.knobs().lapse(which.session.as_deref());
        let count = db.execute(
            "UPDATE sessions SET access_until = min(access_until, ?1)
             WHERE ended IS NULL AND (?2 IS NULL OR handle = ?2)",
            params![app.now(), which.session],
        )?;
        Ok(Json(json!({ "expired": count })))
    })
    .await
}

/// Ends one session, or all, without telling anybody.
pub(super) async fn kill(State(app): State<App>, bytes: Bytes) -> Result<Json<Value>, Refusal> {
    let which = Which::read(&bytes);
    app.transact(move |_, db| {
        let count = db.execute(
            "UPDATE sessions SET ended = 'killed'
             WHERE ended IS NULL AND (?1 IS NULL OR handle = ?1)",
            [which.session],
        )?;
        Ok(Json(json!({ "killed": count })))
    })
    .await
}

#[derive(Deserialize)]
pub(super) struct Move {
    advance: f64,
}

/// Moves the server's clock.
pub(super) async fn clock(State(app): State<App>, Json(by): Json<Move>) -> Json<Value> {
    let offset = app.clock().advance(millis(by.advance));
    Json(json!({ "offset_ms": offset, "now_ms": app.now() }))
}

/// Brings everything back to the start of the process.
pub(super) async fn reset(State(app): State<App>) -> Result<Json<Value>, Refusal> {
    let knobs = app.knobs();
    knobs.faults.clear();
    app.transact(|app, db| {
        db.execute_batch("DELETE FROM sessions; DELETE FROM orders;")?;
        if app.settings().demo {
            orders::seed(db)?;
        }
        app.knobs().forget();
        Ok(())
    })
    .await?;
    app.set_policy(Policy::new(app.settings()));
    app.clock().reset();
    app.limiter().clear();
    knobs.closing.store(false, Ordering::SeqCst);
    knobs.stats.clear();
    Ok(Json(json!({})))
}
