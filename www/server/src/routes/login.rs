//! `POST login`: as JSON from a page of the app, or as a form from the server's own page.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::form::{self, Filled};
use crate::app::App;
use crate::asking::{Asking, Octets, delete_cookies, set_cookies};
use crate::audit::Event;
use crate::body;
use crate::brake;
use crate::clock::Millis;
use crate::cookies::Kind;
use crate::guard::is_form;
use crate::known;
use crate::limiter::{Attempt, Who};
use crate::password;
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
    Octets(bytes): Octets,
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
    write_cookies(app, response.headers_mut(), &asking, &issued);
    Ok(response)
}

/// Answers a form with 303, never 307, which would send the password on (RFC 9700 section 4.12).
async fn by_form(app: &App, asking: Asking, bytes: &Bytes) -> Response {
    let filled = Filled::read(bytes);
    let return_to = return_to::safe(filled.return_to.as_deref());
    if !form::is_bound(app, &asking, &filled.token) {
        app.note(&Event::CsrfRefused {
            why: "the form belongs to another browser, or is older than ten minutes".to_owned(),
        });
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
            let location = HeaderValue::try_from(app.settings().in_front(&return_to));
            headers.insert(
                header::LOCATION,
                location.unwrap_or(HeaderValue::from_static("/")),
            );
            write_cookies(app, headers, &asking, &issued);
            delete_cookies(app, headers, &[Kind::Form]);
            response
        }
        Err(refusal) => form::refused(app, &return_to, refusal),
    }
}

/// Counts an attempt before anything is hashed for it.
async fn count(
    app: &App,
    asking: &Asking,
    email: String,
    subject: Option<&str>,
    browser: Option<&str>,
) -> Result<Attempt, Refusal> {
    let who = Who {
        email,
        address: (!app.settings().hides_clients()).then_some(asking.address),
        browser: browser.map(str::to_owned),
    };
    brake::take(app, who).await?.map_err(|braked| {
        app.note(&Event::SignInBraked {
            by: braked.by,
            subject: subject.map(str::to_owned),
        });
        Refusal::RateLimited(braked.seconds)
    })
}

/// Checks credentials, ends what the browser held before, and starts a session under a new id.
async fn sign_in(
    app: &App,
    asking: &Asking,
    credentials: Credentials,
) -> Result<(Issued, Millis), Refusal> {
    let Credentials { email, password } = credentials;
    let account = app.read(|db| Ok(accounts::find(db, &email)?))?;
    let account = account.filter(|account| account.disabled.is_none());
    let subject = account.as_ref().map(|account| account.subject.clone());
    let known = asking.jar.known.as_deref();
    let browser = subject
        .as_deref()
        .and_then(|subject| known::id(app.keys(), known, subject));
    let attempt = count(app, asking, email, subject.as_deref(), browser).await?;
    let from = browser.map_or(password::From::Stranger, |_| password::From::Known);
    let hash = account.as_ref().map(|account| account.hash.clone());
    // Outside of any transaction: hashing is slow on purpose, and refreshes must not wait for it.
    let right = match app.hasher().verify(from, hash, password).await {
        Ok(right) => right,
        Err(refusal) => {
            brake::undo(app, attempt).await?;
            return Err(refusal);
        }
    };
    let Some(account) = account.filter(|_| right) else {
        app.note(&Event::SignInFailed { subject });
        return Err(Refusal::InvalidCredentials);
    };
    brake::succeed(app, attempt).await?;
    let jar = asking.jar.clone();
    app.transact(move |app, db| {
        let now = app.now();
        for old in strategy::replaced(app, db, &jar, None, now)? {
            sessions::end(db, old, "replaced")?;
        }
        let mut issued = strategy::sign_in(app, db, &account, now)?;
        if known::id(app.keys(), jar.known.as_deref(), &account.subject).is_none() {
            issued
                .cookies
                .push(known::cookie(app.keys(), &account.subject)?);
        }
        Ok((issued, now))
    })
    .await
}

/// Writes the new cookies, and deletes those of the other strategy if the browser held any.
pub(crate) fn write_cookies(app: &App, headers: &mut HeaderMap, asking: &Asking, issued: &Issued) {
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
