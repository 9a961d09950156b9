//! `GET login`: leads the browser to the provider.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow};
use openidconnect::{
    AuthenticationContextClass, CsrfToken, Nonce, PkceCodeChallenge, RedirectUrl, Scope,
};
use serde::Deserialize;

use super::page::{Failed, page};
use super::transaction::Transaction;
use super::{Provider, Undiscovered};
use crate::app::App;
use crate::asking::{Asking, set_cookies};
use crate::guard::own_origin;
use crate::refusal::Refusal;
use crate::return_to;
use crate::secret;

/// The longest `acr_values`: they come out of an address, and go into another and into a cookie.
const LONGEST_ACR: usize = 512;

/// What a sign-in is asked to be.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) return_to: Option<String>,
    pub(crate) max_age: Option<String>,
    pub(crate) acr_values: Option<String>,
    pub(crate) prompt: Option<String>,
}

/// Answers 302 to the provider, or a page that says why not.
pub(crate) async fn begin(
    app: &App,
    provider: &Provider,
    asking: &Asking,
    headers: &HeaderMap,
    wanted: Wanted,
) -> Response {
    match lead(app, provider, asking, headers, wanted).await {
        Ok(response) => response,
        Err(failed) => page(app, &failed, None),
    }
}

async fn lead(
    app: &App,
    provider: &Provider,
    asking: &Asking,
    headers: &HeaderMap,
    wanted: Wanted,
) -> Result<Response, Failed> {
    let found = provider.found().await.map_err(|error: Undiscovered| {
        tracing::error!(reason = %error, "provider_undiscovered");
        Failed::Away
    })?;
    let origin = own_origin(app, headers).map_err(|_| Failed::Here)?;
    let redirect_uri = format!("{}/auth/callback", origin.ascii_serialization());
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let presented = asking.presented(app, app.now()).await?;
    let max_age = wanted.max_age.as_deref().map(str::parse).transpose();
    let acr_values = wanted.acr_values.unwrap_or_default();
    if acr_values.len() > LONGEST_ACR {
        return Err(Failed::Question("acr_values"));
    }
    let transaction = Transaction {
        state: secret::token().map_err(Refusal::from)?,
        nonce: secret::token().map_err(Refusal::from)?,
        verifier: verifier.secret().clone(),
        return_to: return_to::safe(wanted.return_to.as_deref()),
        max_age: max_age.map_err(|_| Failed::Question("max_age"))?,
        acr_values: acr_values.split_whitespace().map(str::to_owned).collect(),
        replaces: presented.session().map(|session| session.handle.clone()),
        begun: app.now(),
        redirect_uri,
    };
    let redirect = RedirectUrl::new(transaction.redirect_uri.clone()).map_err(|_| Failed::Here)?;
    let client = found.client(&provider.relying).set_redirect_uri(redirect);
    let (state, nonce) = (transaction.state.clone(), transaction.nonce.clone());
    let mut request = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        )
        .add_scopes(provider.relying.scope.iter().cloned().map(Scope::new))
        .set_pkce_challenge(challenge);
    for acr in &transaction.acr_values {
        request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
    }
    if let Some(seconds) = transaction.max_age {
        request = request.set_max_age(std::time::Duration::from_secs(seconds));
    }
    for prompt in prompts(wanted.prompt.as_deref())? {
        request = request.add_prompt(prompt);
    }
    for extra in &provider.relying.parameters {
        // What the page asks for goes before what is asked by default.
        if extra.name != "prompt" || wanted.prompt.is_none() {
            request = request.add_extra_param(extra.name.clone(), extra.value.clone());
        }
    }
    let (url, _, _) = request.url();
    let location = HeaderValue::try_from(url.as_str()).map_err(|_| Failed::Here)?;
    let mut response = (StatusCode::FOUND, [(header::LOCATION, location)]).into_response();
    set_cookies(app, response.headers_mut(), &[transaction.cookie(app)?]);
    Ok(response)
}

/// Reads `prompt` (OpenID Connect Core section 3.1.2.1).
fn prompts(wanted: Option<&str>) -> Result<Vec<CoreAuthPrompt>, Failed> {
    let known = |word: &str| match word {
        "none" => Ok(CoreAuthPrompt::None),
        "login" => Ok(CoreAuthPrompt::Login),
        "consent" => Ok(CoreAuthPrompt::Consent),
        "select_account" => Ok(CoreAuthPrompt::SelectAccount),
        "create" => Ok(CoreAuthPrompt::Extension("create".to_owned())),
        _ => Err(Failed::Question("prompt")),
    };
    wanted
        .unwrap_or_default()
        .split_whitespace()
        .map(known)
        .collect()
}
