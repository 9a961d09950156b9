//! `POST login`: as JSON from a page of the app, or as a form from the server's own page.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::form::{self, Filled};
use crate::app::App;
use crate::asking::{Asking, delete_cookies, set_cookies};
use crate::audit::Event;
use crate::body;
use crate::clock::Millis;
use crate::cookies::Kind;
use crate::guard::is_form;
use crate::refusal::Refusal;
use crate::return_to;
use crate::settings::Strategy;
use crate::store::{accounts, sessions};
use crate::strategy::{self, Issued};

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

/// Signs somebody in; which of the two bodies it is decides the shape of the answer.
pub(super) async fn login(
    State(app): State<App>,
    asking: Asking,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    if is_form(&headers) {
        return by_form(&app, asking, &bytes).await;
    }
    by_json(&app, asking, &bytes)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

async fn by_json(app: &App, asking: Asking, bytes: &Bytes) -> Result<Response, Refusal> {
    let credentials: Credentials = serde_json::from_slice(bytes)
        .map_err(|_| Refusal::InvalidRequest("Send a JSON object with email and password."))?;
    let (issued, now) = sign_in(app, &asking, credentials).await?;
    let mut response = Json(body::session(&issued.session, now)).into_response();
    write(app, response.headers_mut(), &asking, &issued);
    Ok(response)
}

/// Answers a form with 303, never 307, which would send the password on (RFC 9700 section 4.12).
async fn by_form(app: &App, asking: Asking, bytes: &Bytes) -> Response {
    let filled = Filled::read(bytes);
    let return_to = return_to::safe(filled.return_to.as_deref());
    if !form::is_bound(app, &asking, &filled.token) {
        app.note(&Event::CsrfRefused);
        let notice = "This form had expired. Please try again.";
        return form::page(app, &return_to, Some(notice), StatusCode::FORBIDDEN);
    }
    let credentials = Credentials {
        email: filled.email,
        password: filled.password,
    };
    match sign_in(app, &asking, credentials).await {
        Ok((issued, _)) => {
            let mut response = StatusCode::SEE_OTHER.into_response();
            let headers = response.headers_mut();
            let location = HeaderValue::try_from(return_to);
            headers.insert(
                header::LOCATION,
                location.unwrap_or(HeaderValue::from_static("/")),
            );
            write(app, headers, &asking, &issued);
            delete_cookies(app, headers, &[Kind::Form]);
            response
        }
        Err(refusal) => form::refused(app, &return_to, refusal),
    }
}

/// Checks credentials, ends what the browser held before, and starts a session under a new id.
async fn sign_in(
    app: &App,
    asking: &Asking,
    credentials: Credentials,
) -> Result<(Issued, Millis), Refusal> {
    let Credentials { email, password } = credentials;
    let (ip, now) = (asking.ip, app.now());
    if let Some(seconds) = app.limiter().wait(ip, &email, now) {
        return Err(Refusal::RateLimited(seconds));
    }
    let wanted = email.clone();
    let account = app
        .transact(move |_, db| Ok(accounts::find(db, &wanted)?))
        .await?;
    // Outside of the transaction: hashing is slow on purpose, and refreshes must not wait for it.
    let (account, right) = tokio::task::spawn_blocking(move || {
        let right = accounts::verify(account.as_ref(), &password);
        (account, right)
    })
    .await
    .map_err(|error| Refusal::Internal(format!("password task: {error}")))?;
    let Some(account) = account.filter(|_| matches!(right, Ok(true))) else {
        right?;
        app.limiter().fail(ip, &email, now);
        app.note(&Event::SignInFailed);
        return Err(Refusal::InvalidCredentials);
    };
    app.limiter().succeed(ip, &email);
    let jar = asking.jar.clone();
    app.transact(move |app, db| {
        let now = app.now();
        sessions::sweep(db, now)?;
        for old in strategy::holders(app, db, &jar, now)? {
            if old.is_alive(now) {
                app.note(&Event::Ended {
                    session: old.handle.clone(),
                    why: "replaced",
                });
            }
            sessions::end(db, old.id, "replaced")?;
        }
        Ok((strategy::sign_in(app, db, &account, now)?, now))
    })
    .await
}

/// Writes the new cookies, and deletes those of the other strategy if the browser held any.
fn write(app: &App, headers: &mut HeaderMap, asking: &Asking, issued: &Issued) {
    let jar = &asking.jar;
    let stale: &[(Kind, bool)] = match issued.session.strategy {
        Strategy::Session => &[
            (Kind::Access, jar.access.is_some()),
            (Kind::Refresh, jar.refresh.is_some()),
        ],
        Strategy::Jwt => &[(Kind::Session, jar.session.is_some())],
    };
    for (kind, _) in stale.iter().filter(|(_, held)| *held) {
        delete_cookies(app, headers, &[*kind]);
    }
    set_cookies(app, headers, &issued.cookies);
}
