//! `sessions`: those of the caller's account, and the end of one of them (ASVS 7.5.2).

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::app::App;
use crate::asking::Caller;
use crate::audit::Event;
use crate::refusal::Refusal;
use crate::store::sessions;

/// Lists the sessions that live, the latest first; times are in seconds, as in the session's body.
pub(super) async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Value>, Refusal> {
    let now = app.now();
    let all = app.read(|db| Ok(sessions::of(db, &caller.session.subject, now)?))?;
    let all = all.into_iter().map(|session| {
        let left = |until: i64| (until - now).max(0) / 1000;
        json!({
            "session": session.handle,
            "current": session.id == caller.session.id,
            "age": (now - session.signed_in).max(0) / 1000,
            "idle_expires_in": session.idle_until.map(left),
            "absolute_expires_in": session.absolute_until.map(left),
        })
    });
    Ok(Json(json!({ "sessions": all.collect::<Vec<_>>() })))
}

/// Ends one of them, also the caller's own; another account's is as good as none.
pub(super) async fn end(
    State(app): State<App>,
    caller: Caller,
    Path(handle): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let ended = app
        .transact(move |app, db| {
            let found = sessions::by_handle(db, &handle)?;
            let own = found.filter(|session| session.subject == caller.session.subject);
            let Some(session) = own.filter(|session| session.is_alive(app.now())) else {
                return Ok(false);
            };
            sessions::end(db, session.id, "ended by the user")?;
            app.note(&Event::Ended {
                session: session.handle,
                why: "ended by the user",
            });
            Ok(true)
        })
        .await?;
    if !ended {
        return Err(Refusal::NotFound);
    }
    app.sessions_ended();
    Ok(Json(json!({})))
}
