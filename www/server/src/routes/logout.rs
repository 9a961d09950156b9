//! `logout`: ends the session on the server first, then tells the browser.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::renew::optional;
use crate::app::App;
use crate::asking::{Asking, Octets, delete_cookies};
use crate::audit::Event;
use crate::cookies::Kind;
use crate::provider;
use crate::refusal::Refusal;
use crate::store::sessions;
use crate::strategy;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Extent {
    everywhere: bool,
}

/// Ends whatever the cookies ever belonged to, and says 200 also when there was nothing to end.
///
/// The row's end kills both tokens at once, as every request reads it. An access part that has
/// lapsed is reason enough: signing out must not need a refresh first. `everywhere` needs a
/// credential that still opens a session, so that an old copy of a cookie cannot end the others;
/// without one the answer says `"everywhere": false`.
pub(super) async fn logout(
    State(app): State<App>,
    asking: Asking,
    headers: HeaderMap,
    Octets(bytes): Octets,
) -> Result<Response, Refusal> {
    let extent: Extent = optional(&bytes)?;
    let (ended_all, hint) = app
        .transact(move |app, db| {
            let (now, believed) = (app.now(), asking.believed.as_deref());
            let presented = strategy::present(app, db, &asking.jar, now)?;
            presented.expect(app, believed)?;
            let subject = presented.session().map(|session| session.subject.clone());
            let everywhere = subject.filter(|_| extent.everywhere);
            let mut hint = None;
            for session in strategy::holders(app, db, &asking.jar)? {
                if session.is_alive(now) {
                    app.note(&Event::Ended {
                        session: session.handle.clone(),
                        why: "logout",
                    });
                }
                hint = hint.or(provider::hint(app, db, session.id)?);
                sessions::end(db, session.id, "logout")?;
            }
            if let Some(subject) = &everywhere {
                sessions::end_all(db, subject, "logout everywhere")?;
            }
            Ok((everywhere.is_some(), hint))
        })
        .await?;
    app.sessions_ended();
    let mut body = json!({});
    if extent.everywhere && !ended_all {
        body["everywhere"] = json!(false);
    }
    if let Some(hint) = hint
        && let Some(url) = provider::logout_url(&app, &headers, &hint).await
    {
        body["logout_url"] = json!(url);
    }
    let mut response = Json(body).into_response();
    delete_cookies(&app, response.headers_mut(), &Kind::SIGNED_IN);
    Ok(response)
}
