//! The server as a part of another axum application.

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::app::App;
use crate::asking::Caller;
use crate::body;
use crate::refusal::Refusal;
use crate::routes;
use crate::serve::{self, StartError};
use crate::settings::Settings;

/// Sessions for an axum application: the routes under `/auth`, and a fence around its own.
///
/// ```no_run
/// # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
/// use std::net::SocketAddr;
///
/// use axum::{Router, routing::get};
/// use clap::Parser;
/// use hallpass_server::{Hallpass, Settings, SignedIn};
///
/// async fn greet(user: SignedIn) -> String {
///     format!("hello {}", user.claims["name"])
/// }
///
/// let hallpass = Hallpass::open(Settings::parse_from(["app", "--demo"]))?;
/// let own = Router::new().route("/api/greet", get(greet));
/// let app = hallpass.router().merge(hallpass.protect(own));
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
/// axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Hallpass(App);

impl Hallpass {
    /// Checks the settings, opens the store, and forgets on a schedule what is over.
    ///
    /// It wants the runtime of tokio. `--addr`, `--admin` and `--request-timeout` for the heads of
    /// requests are for those who listen, which here is the application.
    ///
    /// # Errors
    ///
    /// What the program refuses to start with: see [`StartError`].
    pub fn open(settings: Settings) -> Result<Self, StartError> {
        settings.check()?;
        let app = serve::app(settings)?;
        tokio::spawn(serve::beside(app.clone()));
        Ok(Self(app))
    }

    /// Gives the routes: `/auth`, `/.well-known/jwks.json`, the demo's API or those of `--proxy`.
    ///
    /// The application has to tell where its connections come from
    /// (`into_make_service_with_connect_info::<SocketAddr>()`); else sign-ins count as one address.
    ///
    /// # Errors
    ///
    /// Without a client for the APIs of `--proxy`.
    pub fn try_router(&self) -> Result<Router, StartError> {
        routes::mounted(&self.0).map_err(StartError::Client)
    }

    /// The same, for settings without `--proxy`.
    ///
    /// # Panics
    ///
    /// Where [`Self::try_router`] fails.
    pub fn router(&self) -> Router {
        self.try_router().expect("there is a client for --proxy")
    }

    /// Puts the fence of `/auth` around routes of the application: requests of other sites are refused
    /// before they run, answers are kept out of caches, and [`SignedIn`] knows who asks.
    pub fn protect(&self, router: Router) -> Router {
        let know = middleware::from_fn_with_state(self.0.clone(), know);
        routes::fenced(&self.0, router.layer(know))
    }
}

/// Opens everything and gives the routes, in one call.
///
/// # Errors
///
/// What the program refuses to start with: see [`StartError`].
pub fn router(settings: Settings) -> Result<Router, StartError> {
    Hallpass::open(settings)?.try_router()
}

/// Who calls, and by which session; the request is refused as the contract has it where it is nobody's.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The stable opaque name of the account.
    pub subject: String,
    /// The session's public handle.
    pub session: String,
    /// What the page may know of the user, as `GET /auth/session` tells it.
    pub claims: Value,
    /// What the access part may be used for, separated by spaces.
    pub scope: String,
}

impl SignedIn {
    /// Whether the access part may be used for something.
    pub fn may(&self, scope: &str) -> bool {
        self.scope.split_whitespace().any(|one| one == scope)
    }
}

/// The server, as the routes of the application find it.
#[derive(Clone)]
struct Known(App);

async fn know(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Err(refusal) = app.fresh().await {
        return refusal.into_response();
    }
    request.extensions_mut().insert(Known(app));
    next.run(request).await
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let Some(Known(app)) = parts.extensions.get::<Known>().cloned() else {
            let reason = "SignedIn is used outside of Hallpass::protect".to_owned();
            return Err(Refusal::Internal(reason).into_response());
        };
        let caller = Caller::of(parts, &app).await;
        let caller = caller.map_err(IntoResponse::into_response)?;
        caller.passes(&app);
        let session = caller.session;
        Ok(Self {
            claims: body::claims(&session),
            subject: session.subject,
            session: session.handle,
            scope: session.scope,
        })
    }
}
