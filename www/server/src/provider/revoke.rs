//! Revoking tokens at the provider (RFC 7009), for as long as it takes.
//!
//! The end of a session commits first, and alone makes its tokens orphans: whichever route, command or
//! limit ended it, they are found, put into the queue in one transaction, and sent. A token that the
//! provider has not confirmed to be revoked is alive (section 2.2.1), and stays in the queue.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openidconnect::AuthType;
use serde_json::Value;
use tokio::time::sleep;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::Provider;
use super::http::HttpError;
use super::metadata::Found;
use super::tokens::{Tokens, WAITING};
use crate::app::App;
use crate::audit::Event;
use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::secret;
use crate::store::grants;
use crate::store::revocations::{self, Revocation};

/// How often sessions are looked for that ended by a limit, or by another process.
const SWEEP: Duration = Duration::from_secs(5);
/// How many sessions one transaction takes.
const BATCH: u32 = 64;
/// How long one try keeps a token from the other instances.
const TRY: Millis = 20_000;
/// The longest wait between two tries, unless the provider asks for a longer one.
const LONGEST: Millis = 60_000;
/// The longest wait that a provider may ask for.
const LONGEST_ASKED: u64 = 3600;
/// How long a token is tried for: no access token lives as long, and a refresh token that does is for
/// the operator to see in the log.
const GIVE_UP: Millis = 7 * 86_400_000;

/// Revokes what there is to revoke, until the server ends.
pub(crate) async fn work(app: App) -> Infallible {
    loop {
        let Some(provider) = app.provider() else {
            return std::future::pending().await;
        };
        let ended = provider.ended.notified();
        if let Err(reason) = round(&app, provider).await {
            tracing::error!(%reason, "not_revoked");
        }
        let due = app.read(|db| Ok(revocations::next(db)?)).ok().flatten();
        let until = due.map_or(Millis::MAX, |due| (due - app.now()).max(0));
        let until = Duration::from_millis(u64::try_from(until).unwrap_or_default());
        tokio::select! {
            () = ended => {}
            () = sleep(until.min(SWEEP)) => {}
        }
    }
}

/// Queues the tokens of the sessions that are over, and sends all that are due.
async fn round(app: &App, provider: &Provider) -> Result<(), Refusal> {
    while sweep(app).await? == BATCH {}
    loop {
        let taken = app
            .transact(|app, db| Ok(revocations::take(db, app.now(), app.now() + TRY)?))
            .await?;
        let Some(revocation) = taken else {
            return Ok(());
        };
        let fate = send(app, provider, &revocation).await;
        settle(app, revocation, fate).await?;
    }
}

async fn sweep(app: &App) -> Result<u32, Refusal> {
    let orphans = |db: &_| Ok(grants::orphans(db, app.now(), BATCH)?.len());
    if app.read(orphans)? == 0 {
        return Ok(0);
    }
    app.transact(|app, db| {
        let all = grants::orphans(db, app.now(), BATCH)?;
        for grant in &all {
            if let Some(tokens) = Tokens::open(app, grant) {
                tokens.discard(app, db)?;
            }
            grants::remove(db, grant.session)?;
        }
        Ok(u32::try_from(all.len()).unwrap_or(BATCH))
    })
    .await
}

/// What came of one try.
enum Fate {
    Revoked,
    /// It never can be: the provider has no such endpoint, or not for such tokens.
    Impossible(&'static str),
    /// Later; the seconds the provider asked for, and why.
    Later(Option<u64>, String),
}

async fn send(app: &App, provider: &Provider, revocation: &Revocation) -> Fate {
    let Some(token) = app.seal().open(WAITING, &revocation.token) else {
        return Fate::Impossible("the key that sealed it is gone");
    };
    let Ok(token) = String::from_utf8(token) else {
        return Fate::Impossible("it is no text");
    };
    let found = match provider.found().await {
        Ok(found) => found,
        Err(error) => return Fate::Later(None, error.to_string()),
    };
    match post(provider, found, &token, revocation.kind.hint()).await {
        Ok(fate) => fate,
        Err(HttpError::Unavailable {
            status,
            retry_after,
        }) => Fate::Later(retry_after, format!("it answered {status}")),
        Err(error) => Fate::Later(None, error.to_string()),
    }
}

async fn post(
    provider: &Provider,
    found: &Found,
    token: &str,
    hint: &str,
) -> Result<Fate, HttpError> {
    let Some(url) = &found.more().revocation_endpoint else {
        return Ok(Fate::Impossible("the provider has no revocation endpoint"));
    };
    let request = request(
        provider,
        found,
        url,
        &[("token", token), ("token_type_hint", hint)],
    );
    let request = request.map_err(|error| HttpError::Request(error.to_string()))?;
    let answer = provider.http.send(request).await?;
    Ok(match answer.status() {
        StatusCode::OK => Fate::Revoked,
        _ if is_unsupported(answer.body()) => {
            Fate::Impossible("the provider does not revoke such tokens")
        }
        status => Fate::Later(None, format!("it answered {status}")),
    })
}

/// Makes a request that proves who asks (RFC 6749 section 2.3.1).
fn request(
    provider: &Provider,
    found: &Found,
    url: &Url,
    fields: &[(&str, &str)],
) -> Result<Request<Vec<u8>>, axum::http::Error> {
    let relying = &provider.relying;
    let (id, secret) = (relying.client.as_str(), relying.secret.secret());
    let mut form = Serializer::new(String::new());
    form.extend_pairs(fields);
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(url.as_str())
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    if matches!(found.auth_type(), AuthType::BasicAuth) {
        // Each is encoded as in a form before they are joined.
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let pair = STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
        request = request.header(AUTHORIZATION, format!("Basic {pair}"));
    } else {
        form.append_pair("client_id", id);
        form.append_pair("client_secret", secret);
    }
    request.body(form.finish().into_bytes())
}

/// Whether the provider says that it revokes no such tokens (RFC 7009 section 2.2.1).
fn is_unsupported(body: &[u8]) -> bool {
    let body: Option<Value> = serde_json::from_slice(body).ok();
    body.is_some_and(|body| body["error"] == "unsupported_token_type")
}

async fn settle(app: &App, revocation: Revocation, fate: Fate) -> Result<(), Refusal> {
    let (kind, attempts) = (revocation.kind.hint(), revocation.attempts);
    let now = app.now();
    let later = match fate {
        Fate::Revoked => {
            app.note(&Event::Revoked { kind, attempts });
            None
        }
        Fate::Impossible(why) => {
            tracing::warn!(kind, why, "not_revocable");
            None
        }
        Fate::Later(_, why) if now - revocation.queued > GIVE_UP => {
            tracing::error!(kind, attempts, why, "revocation_given_up");
            None
        }
        Fate::Later(asked, why) => {
            tracing::warn!(kind, attempts, why, "revocation_postponed");
            Some(now + wait(attempts, asked)?)
        }
    };
    app.transact(move |_, db| {
        match later {
            Some(until) => revocations::postpone(db, revocation.id, until)?,
            None => revocations::remove(db, revocation.id)?,
        }
        Ok(())
    })
    .await
}

/// Doubles from a second to a minute, half of it by chance; what the provider asks for is the least.
fn wait(attempts: u32, asked: Option<u64>) -> Result<Millis, Refusal> {
    let span = LONGEST.min(1000 << attempts.min(10));
    let chance = Millis::from(secret::random()?[0]);
    let own = span / 2 + span / 2 * chance / 255;
    let asked = Millis::try_from(asked.unwrap_or_default().min(LONGEST_ASKED)).unwrap_or_default();
    Ok(own.max(asked * 1000))
}
