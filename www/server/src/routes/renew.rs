//! `session`, `refresh` and `touch`: the three that answer with the session's body.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::asking::{Asking, Octets, set_cookies};
use crate::audit::Event;
use crate::body;
use crate::provider;
use crate::refusal::Refusal;
use crate::store::sessions;
use crate::strategy::{self, Presented};

/// Tells whose session the cookie holds, and for how long; extends nothing, whoever asks.
pub(super) async fn session(
    State(app): State<App>,
    asking: Asking,
) -> Result<Json<Value>, Refusal> {
    let now = app.now();
    match asking.presented(&app, now).await? {
        Presented::Live(session) => Ok(Json(body::session(&session, now))),
        Presented::Lapsed(_) => Err(Refusal::SessionExpired),
        Presented::Nothing => Ok(Json(json!({ "authenticated": false }))),
    }
}

#[derive(Default, Deserialize)]
struct Wish {
    scope: Option<String>,
}

/// Renews the access part; background work, so the idle limit stays where it is.
///
/// A refusal writes no cookie, not even a deletion: it may arrive after a later sign-in.
pub(super) async fn refresh(
    State(app): State<App>,
    asking: Asking,
    Octets(bytes): Octets,
) -> Result<Response, Refusal> {
    let wish: Wish = optional(&bytes)?;
    provider::renew(&app, &asking, wish.scope.as_deref()).await?;
    let (issued, now) = app
        .transact(move |app, db| {
            let (now, believed) = (app.now(), asking.believed.as_deref());
            let scope = wish.scope.as_deref();
            Ok((
                strategy::refresh(app, db, &asking.jar, believed, scope, now)?,
                now,
            ))
        })
        .await?;
    let mut response = Json(body::session(&issued.session, now)).into_response();
    set_cookies(&app, response.headers_mut(), &issued.cookies);
    response
        .extensions_mut()
        .insert(Bound(issued.session.handle));
    Ok(response)
}

/// The session an answer belongs to, and must not outlive.
#[derive(Clone)]
struct Bound(String);

/// Withholds a refresh that finishes after its session has ended: logout wins.
pub(super) async fn withhold_late(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let Some(Bound(handle)) = response.extensions().get().cloned() else {
        return response;
    };
    let fresh = app.fresh().await;
    match fresh.and_then(|()| app.read(|db| Ok(sessions::by_handle(db, &handle)?))) {
        Ok(Some(session)) if session.is_alive(app.now()) => response,
        Ok(_) => {
            app.note(&Event::Withheld { session: handle });
            Refusal::SessionEnded.into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// Moves the idle limit: the user is there.
pub(super) async fn touch(State(app): State<App>, asking: Asking) -> Result<Json<Value>, Refusal> {
    app.transact(move |app, db| {
        let now = app.now();
        strategy::arrived(db, &asking.jar)?;
        let presented = strategy::present(app, db, &asking.jar, now)?;
        presented.expect(app, asking.believed.as_deref())?;
        let mut session = presented.live()?;
        sessions::touch(db, &mut session, &app.policy(), now)?;
        app.note(&Event::Touched {
            session: session.handle.clone(),
        });
        Ok(Json(body::session(&session, now)))
    })
    .await
}

/// Reads a body that may be missing altogether.
pub(super) fn optional<T: Default + for<'de> Deserialize<'de>>(
    bytes: &Bytes,
) -> Result<T, Refusal> {
    if bytes.is_empty() {
        return Ok(T::default());
    }
    serde_json::from_slice(bytes)
        .map_err(|_| Refusal::InvalidRequest("The body is not the JSON this route reads."))
}
