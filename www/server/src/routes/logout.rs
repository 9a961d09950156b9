//! `logout`: ends the session on the server first, then tells the browser.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::renew::optional;
use crate::app::App;
use crate::asking::{Asking, delete_cookies};
use crate::audit::Event;
use crate::cookies::Kind;
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
/// lapsed is reason enough: signing out must not need a refresh first. `everywhere` asks for a
/// session that still lives, so that an old copy of a cookie cannot end the others.
pub(super) async fn logout(
    State(app): State<App>,
    asking: Asking,
    bytes: Bytes,
) -> Result<Response, Refusal> {
    let extent: Extent = optional(&bytes)?;
    app.transact(move |app, db| {
        let (now, believed) = (app.now(), asking.believed.as_deref());
        strategy::present(app, db, &asking.jar, now)?.expect(app, believed)?;
        for session in strategy::holders(app, db, &asking.jar, now)? {
            if session.is_alive(now) {
                app.note(&Event::Ended {
                    session: session.handle.clone(),
                    why: "logout",
                });
                if extent.everywhere {
                    sessions::end_all(db, &session.subject, "logout everywhere")?;
                }
            }
            sessions::end(db, session.id, "logout")?;
        }
        Ok(())
    })
    .await?;
    let mut response = Json(json!({})).into_response();
    delete_cookies(&app, response.headers_mut(), &Kind::SIGNED_IN);
    Ok(response)
}
