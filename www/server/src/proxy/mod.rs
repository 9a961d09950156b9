//! In front of APIs: a request of a signed-in page goes on with the session's access token.
//!
//! The browser never sees the token, and the API never sees a cookie (RFC 10017, "Proxy Restrictions").
//! Paths lead to the APIs that the operator named and nowhere else; redirects are handed back, not
//! followed, so that no token goes along. Bodies are passed on as they come, in both directions.

mod forward;
mod headers;
pub(crate) mod rule;
pub(crate) mod socket;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use reqwest::{Client, redirect};

pub use rule::ProxyRule;

use crate::app::App;
use crate::asking::Caller;
use crate::provider;
use crate::refusal::Refusal;

/// How long an API may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// What a page may do to an API. `OPTIONS` is answered here, and `TRACE` and `CONNECT` by no one.
const METHODS: [Method; 6] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
];

/// A rule, and the way to its API.
#[derive(Clone)]
struct Way {
    app: App,
    rule: Arc<ProxyRule>,
    client: Client,
}

/// Adds the routes of every rule.
pub(crate) fn attach(mut router: Router<App>, app: &App) -> Result<Router<App>, reqwest::Error> {
    for rule in &app.settings().proxy {
        // Another part of the process may have chosen one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .http1_only()
            .connect_timeout(CONNECT)
            .build()?;
        let way = Way {
            app: app.clone(),
            rule: Arc::new(rule.clone()),
            client,
        };
        let below = format!("{}/{{*rest}}", rule.prefix());
        let slash = format!("{}/", rule.prefix());
        for path in [rule.prefix(), &slash, &below] {
            router = router.route(path, any(pass).with_state(way.clone()));
        }
    }
    Ok(router)
}

/// Passes a request on, under the identity of the session that its page believes in.
async fn pass(State(way): State<Way>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    if !METHODS.contains(&parts.method) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let caller = match Caller::of(&mut parts, &way.app).await {
        Ok(caller) => caller,
        Err(refusal) => return refusal.into_response(),
    };
    let Some(target) = way.rule.target(parts.uri.path(), parts.uri.query()) else {
        let why = "The path has a part that servers read in different ways.";
        return Refusal::InvalidRequest(why).into_response();
    };
    let token = match bearer(&way.app, &caller).await {
        Ok(token) => token,
        Err(refusal) => return refusal.into_response(),
    };
    caller.passes(&way.app);
    let request = Request::from_parts(parts, body);
    if socket::is_wanted(request.headers()) {
        return socket::pass(&way, request, target, &token).await;
    }
    forward::pass(&way, request, target, &token).await
}

/// Gives the access token that the API is shown: the provider's, or else one of this server's own, which
/// is good as long as the session's access part.
async fn bearer(app: &App, caller: &Caller) -> Result<String, Refusal> {
    let session = &caller.session;
    if let Some(token) = provider::bearer(app, session).await? {
        return Ok(token);
    }
    app.signing().sign(session, &session.scope, app.now())
}

/// Says that an API gave no answer: what is wrong with it is the operator's to know.
fn unreachable(way: &Way, error: &reqwest::Error) -> Response {
    let prefix = way.rule.prefix();
    let reason = with_causes(error);
    tracing::error!(prefix, reason, "the API does not answer");
    Refusal::BadGateway.into_response()
}

/// Writes an error with its causes: reqwest's own text names the URL alone.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
