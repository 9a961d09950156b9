//! `GET callback`: the browser comes back from the provider.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use openidconnect::{AuthorizationCode, Nonce, PkceCodeVerifier, RedirectUrl, RequestTokenError};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Provider;
use super::metadata::Found;
use super::page::{Failed, page};
use super::tokens::Answer;
use super::transaction::Transaction;
use super::verify::Proven;
use crate::app::App;
use crate::asking::{Asking, delete_cookies};
use crate::clock::Millis;
use crate::cookies::Kind;
use crate::routes::write_cookies;
use crate::secret;
use crate::store::{accounts, grants, provided, sessions};
use crate::strategy::{self, Issued};

/// Between the clocks of two machines.
const LEEWAY: Millis = 60_000;

/// What the provider sends along.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Brought {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Signs the user in and answers 302 to where the user wanted to be, or says on a page why not.
pub(crate) async fn callback(
    app: &App,
    provider: &Provider,
    asking: &Asking,
    brought: Brought,
) -> Response {
    let cookie = asking.jar.login.as_deref();
    let transaction = cookie.and_then(|cookie| Transaction::open(app, cookie));
    let bound = transaction.filter(|own| brought.state.as_deref() == Some(&own.state));
    let Some(own) = bound else {
        // The cookie stays: it may belong to a sign-in that is still under way.
        return page(app, &Failed::Unbound, None);
    };
    let return_to = own.return_to.clone();
    let outcome = finish(app, provider, asking, own, brought).await;
    let mut response = match &outcome {
        Ok(_) => StatusCode::FOUND.into_response(),
        Err(failed) => page(app, failed, Some(&return_to)),
    };
    let headers = response.headers_mut();
    if let Ok(issued) = &outcome {
        let location = HeaderValue::try_from(app.settings().in_front(&return_to));
        headers.insert(
            header::LOCATION,
            location.unwrap_or(HeaderValue::from_static("/")),
        );
        write_cookies(app, headers, asking, issued);
    }
    delete_cookies(app, headers, &[Kind::Login]);
    response
}

async fn finish(
    app: &App,
    provider: &Provider,
    asking: &Asking,
    own: Transaction,
    brought: Brought,
) -> Result<Issued, Failed> {
    let found = provider.found().await.map_err(|_| Failed::Away)?;
    let silent = found.more().authorization_response_iss_parameter_supported;
    match brought.iss.as_deref() {
        Some(iss) if iss != provider.issuer() => return Err(Failed::Stranger),
        None if silent => return Err(Failed::Stranger),
        _ => {}
    }
    if let Some(error) = brought.error {
        tracing::info!(error, "sign_in_denied");
        return Err(Failed::Denied(error));
    }
    let code = brought.code.ok_or(Failed::Denied("no_code".to_owned()))?;
    let answer = exchange(app, provider, found, &own, code).await?;
    let sealed_in = settle(app, provider, found, asking, own, &answer).await;
    if sealed_in.is_err() {
        // Nobody is to use what nobody keeps.
        let tokens = answer.tokens.clone();
        app.transact(move |app, db| tokens.discard(app, db)).await?;
        provider.sessions_ended();
    }
    sealed_in
}

/// Exchanges the code, with the verifier that only the browser that began could bring.
async fn exchange(
    app: &App,
    provider: &Provider,
    found: &Found,
    own: &Transaction,
    code: String,
) -> Result<Answer, Failed> {
    let redirect = RedirectUrl::new(own.redirect_uri.clone()).map_err(|_| Failed::Unbound)?;
    let client = found.client(&provider.relying).set_redirect_uri(redirect);
    let request = client.exchange_code(AuthorizationCode::new(code));
    let request = request.map_err(|_| Failed::Away)?;
    let answer = request
        .set_pkce_verifier(PkceCodeVerifier::new(own.verifier.clone()))
        .request_async(&provider.http)
        .await;
    match answer {
        Ok(answer) => Ok(Answer::read(&answer, app.now())),
        Err(RequestTokenError::ServerResponse(refused)) => {
            let code = refused.error().as_ref().to_owned();
            tracing::warn!(code, "code_refused");
            Err(Failed::Denied(code))
        }
        Err(error) => {
            tracing::error!(reason = %super::verdict::reason(&error), "code_not_exchanged");
            Err(Failed::Away)
        }
    }
}

/// Proves who signed in, and starts a session for them.
async fn settle(
    app: &App,
    provider: &Provider,
    found: &Found,
    asking: &Asking,
    own: Transaction,
    answer: &Answer,
) -> Result<Issued, Failed> {
    let token = answer.id_token.as_ref().ok_or(Failed::Unproven)?;
    let (access, nonce) = (&answer.tokens.access, Nonce::new(own.nonce.clone()));
    let proven = provider.prove(found, token, access, Some(&nonce)).await;
    let proven = proven.map_err(|reason| {
        tracing::warn!(%reason, "id_token_refused");
        Failed::Unproven
    })?;
    if is_weak(&proven, &own, app.now()) {
        return Err(Failed::Weak);
    }
    let claims = provider.all_claims(found, &proven, access).await;
    let claims = claims.map_err(|reason| {
        tracing::error!(reason, "claims_not_read");
        Failed::Away
    })?;
    sign_in(app, provider, asking, own, answer, proven, claims).await
}

/// Whether the sign-in is less than what was asked for (RFC 9470 section 5).
fn is_weak(proven: &Proven, own: &Transaction, now: Millis) -> bool {
    let acr = proven.acr.as_ref();
    let strong = own.acr_values.is_empty() || acr.is_some_and(|acr| own.acr_values.contains(acr));
    let recent = own.max_age.is_none_or(|seconds| {
        let age = Millis::try_from(seconds).unwrap_or(Millis::MAX);
        let oldest = now.saturating_sub(age.saturating_mul(1000).saturating_add(LEEWAY));
        proven.auth_time.is_some_and(|at| at >= oldest)
    });
    !strong || !recent
}

async fn sign_in(
    app: &App,
    provider: &Provider,
    asking: &Asking,
    own: Transaction,
    answer: &Answer,
    proven: Proven,
    claims: Map<String, Value>,
) -> Result<Issued, Failed> {
    let scope = answer.scope(&provider.relying.scope.join(" "));
    let (tokens, until, jar) = (answer.tokens.clone(), answer.until, asking.jar.clone());
    let issuer = provider.issuer().to_owned();
    if tokens.refresh.is_none() {
        tracing::info!("no_refresh_token");
    }
    let work = move |app: &App, db: &rusqlite::Connection| {
        let now = app.now();
        let text = |name: &str| claims[name].as_str().unwrap_or_default();
        let row = accounts::Provided {
            issuer: &issuer,
            subject: &proven.subject,
            name: text("name"),
            scope: &scope,
        };
        let Some(account) = accounts::provide(db, &row)? else {
            return Ok(None);
        };
        for old in strategy::replaced(app, db, &jar, own.replaces.as_deref(), now)? {
            sessions::end(db, old, "replaced")?;
        }
        let session = sessions::create(db, &account, &app.policy(), now)?;
        let sealed = tokens.seal(app, &session.handle)?;
        let sid = proven.sid.as_deref().map(secret::digest);
        let brought = tokens.brought(&sealed, &scope, until);
        grants::insert(db, session.id, sid.as_ref(), &brought)?;
        let asked_at = proven.auth_time.unwrap_or_default().min(now);
        let policy = app.policy();
        let session = provided::provide(db, session.id, &claims, asked_at, &policy, now)?;
        strategy::begin(app, db, session, now).map(Some)
    };
    let begun = app.transact(work).await?;
    // The session that the new one replaced leaves tokens behind.
    provider.sessions_ended();
    begun.ok_or(Failed::Closed)
}
