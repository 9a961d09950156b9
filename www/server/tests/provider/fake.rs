//! A provider whose every answer a test decides: it rotates refresh tokens and punishes reuse.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};

use super::keys::Key;
use crate::scratch::Scratch;

pub(crate) const CLIENT: &str = "app";
pub(crate) const SECRET: &str = "a secret of the tests: with+signs&such";

pub(crate) type Fields = HashMap<String, String>;

/// What a test sets, and what it reads afterwards.
pub(crate) struct Inner {
    pub(crate) base: String,
    pub(crate) keys: Vec<Key>,
    /// The user who is signed in there; `sub` is among the claims.
    pub(crate) user: Value,
    /// Laid over the claims of the next id tokens; null takes a claim away.
    pub(crate) id_claims: Value,
    /// `iss` of the authorization answer.
    pub(crate) iss: Option<String>,
    pub(crate) gives_refresh: bool,
    pub(crate) lifetime: Option<u64>,
    /// The status of the token endpoint and of the revocation endpoint.
    pub(crate) token_status: u16,
    pub(crate) revoke_status: u16,
    /// Whether an answer to a refresh waits for `release`, after the rotation.
    pub(crate) holds: bool,
    /// Whether a refresh waits before the rotation, for ever.
    pub(crate) holds_before: bool,
    pub(super) codes: HashMap<String, Fields>,
    /// Each refresh token with its scope, and whether it was used.
    pub(crate) refresh: HashMap<String, (String, bool)>,
    /// Every access token that was given.
    pub(crate) access: Vec<String>,
    /// What was revoked, with the hint it came with, in order.
    pub(crate) revoked: Vec<(String, String)>,
    pub(crate) refreshes: usize,
    pub(crate) attempts: usize,
    pub(super) drawn: usize,
}

#[derive(Clone)]
pub(crate) struct Fake {
    inner: Arc<Mutex<Inner>>,
    pub(crate) arrived: Arc<Semaphore>,
    pub(crate) release: Arc<Notify>,
    pub(crate) attempted: Arc<Semaphore>,
    pub(crate) dir: Arc<Scratch>,
}

impl Fake {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("is bound");
        let base = format!("http://{}", listener.local_addr().expect("is bound"));
        let inner = Inner {
            iss: Some(base.clone()),
            base,
            keys: vec![Key::new("first", 1)],
            user: json!({ "sub": "ada", "name": "Ada Lovelace", "email": "ada@example.com",
                          "roles": ["customer"], "vip": true, "sid": "there-1" }),
            id_claims: json!({}),
            gives_refresh: true,
            lifetime: Some(3600),
            token_status: 200,
            revoke_status: 200,
            holds: false,
            holds_before: false,
            codes: HashMap::new(),
            refresh: HashMap::new(),
            access: Vec::new(),
            revoked: Vec::new(),
            refreshes: 0,
            attempts: 0,
            drawn: 0,
        };
        let fake = Self {
            inner: Arc::new(Mutex::new(inner)),
            arrived: Arc::new(Semaphore::new(0)),
            release: Arc::new(Notify::new()),
            attempted: Arc::new(Semaphore::new(0)),
            dir: Arc::new(Scratch::new("provider")),
        };
        std::fs::write(fake.dir.file("secret"), SECRET).expect("is written");
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/jwks", get(jwks))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/userinfo", get(user_info))
            .route("/revoke", post(revoke))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        fake
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The arguments of a server that signs in here.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let secret = self.dir.file("secret").display().to_string();
        ["--issuer", &self.lock().base, "--client-id", CLIENT]
            .into_iter()
            .chain(["--client-secret-file", &secret, "--claim", "vip"])
            .map(str::to_owned)
            .collect()
    }

    /// Waits until so many more revocations were tried, within ten seconds.
    pub(crate) async fn attempts(&self, count: u32) {
        wait(
            "revocations to be tried",
            self.attempted.acquire_many(count),
        )
        .await;
    }

    /// Waits until a refresh is held back, after its rotation.
    pub(crate) async fn held(&self) {
        wait("a refresh to be held", self.arrived.acquire()).await;
    }

    /// Signs a token with the provider's latest key.
    pub(crate) fn signed(&self, typ: Option<&str>, claims: &Value) -> String {
        self.lock()
            .keys
            .last()
            .expect("has a key")
            .sign(typ, claims)
    }
}

async fn wait<'a>(
    what: &str,
    permits: impl Future<Output = Result<tokio::sync::SemaphorePermit<'a>, tokio::sync::AcquireError>>,
) {
    let waited = tokio::time::timeout(std::time::Duration::from_secs(10), permits).await;
    waited
        .unwrap_or_else(|_| panic!("waited for {what}"))
        .expect("is open")
        .forget();
}

async fn metadata(State(fake): State<Fake>) -> Json<Value> {
    let own = fake.lock();
    let at = |path: &str| format!("{}{path}", own.base);
    Json(json!({
        "issuer": own.base,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "revocation_endpoint": at("/revoke"),
        "end_session_endpoint": at("/end"),
        "jwks_uri": at("/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn jwks(State(fake): State<Fake>) -> Json<Value> {
    let keys: Vec<Value> = fake.lock().keys.iter().map(Key::public).collect();
    Json(json!({ "keys": keys }))
}

/// Signs in whoever comes, at once.
async fn authorize(State(fake): State<Fake>, Query(asked): Query<Fields>) -> Response {
    let mut own = fake.lock();
    own.drawn += 1;
    let code = format!("code-{}", own.drawn);
    let mut back = url::Url::parse(&asked["redirect_uri"]).expect("is an address");
    back.query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("state", &asked["state"]);
    if let Some(iss) = &own.iss {
        back.query_pairs_mut().append_pair("iss", iss);
    }
    assert_eq!(asked["code_challenge_method"], "S256");
    own.codes.insert(code, asked);
    (StatusCode::FOUND, [(header::LOCATION, back.to_string())]).into_response()
}

fn is_client(headers: &HeaderMap) -> bool {
    let encode =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encode(CLIENT), encode(SECRET));
    let pair = base64::engine::general_purpose::STANDARD.encode(pair);
    headers
        .get(header::AUTHORIZATION)
        .is_some_and(|own| *own == format!("Basic {pair}"))
}

pub(super) fn no(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}

async fn token(State(fake): State<Fake>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let status = StatusCode::from_u16(fake.lock().token_status).expect("is a status");
    if status != StatusCode::OK {
        return (status, [(header::RETRY_AFTER, "7")], "<p>no</p>").into_response();
    }
    if !is_client(&headers) {
        return no("invalid_client");
    }
    if form["grant_type"] == "authorization_code" {
        return fake.lock().exchange(&form);
    }
    if fake.lock().holds_before {
        fake.arrived.add_permits(1);
        return std::future::pending().await;
    }
    let (answer, holds) = {
        let mut own = fake.lock();
        (own.rotate(&form), own.holds)
    };
    if holds {
        fake.arrived.add_permits(1);
        fake.release.notified().await;
    }
    answer
}

async fn user_info(State(fake): State<Fake>) -> Json<Value> {
    Json(fake.lock().user.clone())
}

async fn revoke(
    State(fake): State<Fake>,
    headers: HeaderMap,
    Form(form): Form<Fields>,
) -> Response {
    let status = {
        let mut own = fake.lock();
        own.attempts += 1;
        let status = own.revoke_status;
        if status == 200 && is_client(&headers) {
            let token = (form["token_type_hint"].clone(), form["token"].clone());
            own.revoked.push(token);
        }
        status
    };
    fake.attempted.add_permits(1);
    StatusCode::from_u16(status)
        .expect("is a status")
        .into_response()
}
