//! A refresh at the provider: one for all who ask, over all instances.
//!
//! A lease in the store keeps every other caller waiting; what the provider answered is stored in
//! one transaction, or, where the session has ended meanwhile, revoked. The exchange runs to its end
//! even when the client hangs up: the provider may have rotated the refresh token already.

use std::time::Duration;

use openidconnect::{RefreshToken, Scope};
use tokio::time::{Instant, sleep, timeout};

use super::Provider;
use super::http::PATIENCE;
use super::tokens::{Answer, Tokens, push};
use super::verdict::{end, refused};
use crate::app::App;
use crate::asking::Asking;
use crate::audit::Event;
use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::store::grants::{self, Grant};
use crate::store::provided;
use crate::store::revocations::TokenKind;
use crate::store::sessions::{self, Session};
use crate::strategy;

/// How long others believe that a refresh is under way: longer than a request may take.
const LEASE: Millis = 10_000;
/// How soon after a refresh another is the same one, told by a tab that did not hear of it.
const SAME: Millis = 10_000;
/// How often a refresh of another instance is looked for.
const LOOK: Duration = Duration::from_millis(100);

/// Refreshes what stands behind the session of a request, if that is a provider's.
///
/// Every refresh of the page is one at the provider, so that a grant which was withdrawn there ends
/// the session here (RFC 10017, refresh tokens).
pub(crate) async fn renew(app: &App, asking: &Asking, scope: Option<&str>) -> Result<(), Refusal> {
    let Some(provider) = app.provider() else {
        return Ok(());
    };
    let presented = asking.presented(app, app.now()).await?;
    presented.expect(app, asking.believed.as_deref())?;
    let Some(session) = presented.session() else {
        return Ok(());
    };
    if session.provided.is_none() || !session.is_refreshable(&app.policy()) {
        return Ok(());
    }
    strategy::narrowed(&session.grant, scope)?;
    provider.refresh(app, session, scope).await
}

impl Provider {
    /// Has a session's tokens refreshed, by this caller or by another that asked for the same.
    pub(super) async fn refresh(
        &self,
        app: &App,
        session: &Session,
        scope: Option<&str>,
    ) -> Result<(), Refusal> {
        let (begun, deadline) = (app.now(), Instant::now() + PATIENCE);
        let mut waited = false;
        loop {
            let done = self.refreshed.notified();
            let now = app.now();
            let grant = app.read(|db| Ok(grants::find(db, session.id)?))?;
            let grant = grant.ok_or(Refusal::SessionEnded)?;
            if is_done(&grant, scope, begun, now) {
                return Ok(());
            }
            let taken = grant.lease.is_some_and(|until| now < until);
            if waited && !taken {
                // The one that was waited for came to nothing; asking again at once would not help.
                return Err(Refusal::ProviderAway(1));
            }
            if !taken && self.lease(app, &grant, now).await? {
                let (app, scope) = (app.clone(), scope.map(str::to_owned));
                let session = session.clone();
                let work = async move { exchange(&app, &session, grant, scope.as_deref()).await };
                let worked = tokio::spawn(work).await;
                return worked.map_err(|_| Refusal::Internal("a refresh panicked".to_owned()))?;
            }
            waited = taken;
            if Instant::now() >= deadline {
                return Err(Refusal::ProviderAway(1));
            }
            tokio::select! {
                () = done => {}
                () = sleep(LOOK) => {}
            }
            // It may be another instance that asks: what it stored is not here before it is looked for.
            app.fresh().await?;
        }
    }

    async fn lease(&self, app: &App, grant: &Grant, now: Millis) -> Result<bool, Refusal> {
        let grant = grant.clone();
        app.transact(move |_, db| Ok(grants::lease(db, &grant, now, now + LEASE)?))
            .await
    }
}

/// Whether a refresh like this one has just been made.
fn is_done(grant: &Grant, scope: Option<&str>, begun: Millis, now: Millis) -> bool {
    let same = |at: Millis| {
        let span = SAME.min((grant.until - at) / 3);
        at >= begun || now - at < span
    };
    grant.asked.as_deref() == scope && grant.renewed.is_some_and(same)
}

/// Asks the provider, and stores what it says or undoes it; the lease is given back in any case.
async fn exchange(
    app: &App,
    session: &Session,
    grant: Grant,
    scope: Option<&str>,
) -> Result<(), Refusal> {
    let provider = app.provider().ok_or(Refusal::SessionEnded)?;
    let outcome = trade(app, provider, session, &grant, scope).await;
    if outcome.is_err() {
        // It stays taken until it lapses where the store is busy.
        let _ = app
            .transact(move |_, db| Ok(grants::release(db, &grant)?))
            .await;
    }
    provider.refreshed.notify_waiters();
    outcome
}

async fn trade(
    app: &App,
    provider: &Provider,
    session: &Session,
    grant: &Grant,
    scope: Option<&str>,
) -> Result<(), Refusal> {
    let Some(old) = Tokens::open(app, grant) else {
        // The key that sealed them is gone: nothing revives this session.
        return end(app, session, "keys replaced").await;
    };
    let Some(refresh) = old.refresh.clone() else {
        return Err(Refusal::SessionEnded);
    };
    let found = provider.found().await.map_err(|error| {
        tracing::error!(reason = %error, "provider_undiscovered");
        Refusal::ProviderAway(1)
    })?;
    let client = found.client(&provider.relying);
    let refresh = RefreshToken::new(refresh);
    let request = client.exchange_refresh_token(&refresh);
    let mut request = request.map_err(|error| Refusal::Internal(error.to_string()))?;
    for one in scope.unwrap_or_default().split_whitespace() {
        request = request.add_scope(Scope::new(one.to_owned()));
    }
    let answered = timeout(PATIENCE, request.request_async(&provider.http)).await;
    let answer = match answered {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return refused(app, session, scope, &error).await,
        Err(_) => return Err(Refusal::ProviderAway(1)),
    };
    let mut answer = Answer::read(&answer, app.now());
    keep_old(&mut answer.tokens, &old);
    store(app, provider, session, grant, &answer, scope).await?;
    reread(app, provider, session, &answer).await
}

/// What a refresh does not replace stays good (RFC 6749 section 6).
fn keep_old(new: &mut Tokens, old: &Tokens) {
    new.refresh = new.refresh.take().or_else(|| old.refresh.clone());
    new.id = new.id.take().or_else(|| old.id.clone());
}

/// Stores what came, if the session still lives and no other refresh was faster; else it is revoked.
async fn store(
    app: &App,
    provider: &Provider,
    session: &Session,
    grant: &Grant,
    answer: &Answer,
    asked: Option<&str>,
) -> Result<(), Refusal> {
    let scope = answer.scope(asked.unwrap_or(&session.grant));
    let (tokens, until) = (answer.tokens.clone(), answer.until);
    let (grant, handle) = (grant.clone(), session.handle.clone());
    let asked = asked.map(str::to_owned);
    let stored = app
        .transact(move |app, db| {
            let now = app.now();
            let alive = sessions::by_handle(db, &handle)?.is_some_and(|own| own.is_alive(now));
            if !alive {
                tokens.discard(app, db)?;
                return Ok(false);
            }
            let sealed = tokens.seal(app, &handle)?;
            let brought = tokens.brought(&sealed, &scope, until);
            if !grants::renew(db, &grant, asked.as_deref(), &brought, now)? {
                // Another refresh has stored since: its refresh token is the one to keep.
                push(app, db, TokenKind::Access, &tokens.access)?;
            }
            Ok(true)
        })
        .await?;
    let session = session.handle.clone();
    if stored {
        app.note(&Event::ProviderRefreshed { session });
        return Ok(());
    }
    provider.sessions_ended();
    app.note(&Event::Withheld { session });
    Err(Refusal::SessionEnded)
}

/// Reads the claims anew, which may have changed since the sign-in.
async fn reread(
    app: &App,
    provider: &Provider,
    session: &Session,
    answer: &Answer,
) -> Result<(), Refusal> {
    let Some(token) = &answer.id_token else {
        return Ok(());
    };
    let Ok(found) = provider.found().await else {
        return Ok(());
    };
    let access = &answer.tokens.access;
    let proven = match provider.prove(found, token, access, None).await {
        Ok(proven) => proven,
        Err(reason) => {
            tracing::warn!(%reason, "id_token_refused");
            return Ok(());
        }
    };
    if proven.subject != session.subject {
        return end(app, session, "another subject").await;
    }
    let claims = match provider.all_claims(found, &proven, access).await {
        Ok(claims) => claims,
        Err(reason) => {
            tracing::warn!(reason, "claims_not_read");
            return Ok(());
        }
    };
    let id = session.id;
    app.transact(move |_, db| provided::set_claims(db, id, &claims))
        .await
}
