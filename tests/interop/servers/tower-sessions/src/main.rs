//! tower-sessions behind axum, with its memory store, as its README puts them together.
//!
//! `SESSION_SECONDS`: how long an unused session lives.

use axum::{
    Json, Router,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::env;
use time::{Duration, OffsetDateTime};
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer, cookie::SameSite};

type Answer = Result<Response, StatusCode>;

const USER: &str = "user";

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

#[derive(Clone, Deserialize, Serialize)]
struct User {
    id: u64,
    email: String,
    /// Any change is saved, and so extends.
    touched: i64,
}

fn failed<E>(_: E) -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

async fn user(session: &Session) -> Result<User, StatusCode> {
    let user = session.get(USER).await.map_err(failed)?;
    user.ok_or(StatusCode::UNAUTHORIZED)
}

async fn login(session: Session, Json(given): Json<Credentials>) -> Answer {
    if given.email != "demo@example.com" || given.password != "correct horse battery" {
        return Err(StatusCode::UNAUTHORIZED);
    }
    // Against fixation.
    session.cycle_id().await.map_err(failed)?;
    let user = User {
        id: 1,
        email: given.email,
        touched: 0,
    };
    session.insert(USER, user).await.map_err(failed)?;
    me(session).await
}

async fn me(session: Session) -> Answer {
    let User { id, email, .. } = user(&session).await?;
    let expires_at = session.expiry_date().unix_timestamp();
    Ok(Json(json!({ "id": id, "email": email, "expires_at": expires_at })).into_response())
}

async fn touch(session: Session) -> Answer {
    let mut user = user(&session).await?;
    user.touched = OffsetDateTime::now_utc().unix_timestamp();
    session.insert(USER, user).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn logout(session: Session) -> Answer {
    session.flush().await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn data(session: Session) -> Answer {
    let User { email, .. } = user(&session).await?;
    Ok(Json(json!({ "for": email })).into_response())
}

#[tokio::main]
async fn main() {
    let seconds = env::var("SESSION_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let secure = env::var("PUBLIC_URL").is_ok_and(|url| url.starts_with("https:"));
    let sessions = SessionManagerLayer::new(MemoryStore::default())
        .with_secure(secure)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(Duration::seconds(
            seconds.unwrap_or(60),
        )));
    let app = Router::new()
        .route("/login", post(login))
        .route("/me", get(me))
        .route("/touch", post(touch))
        .route("/logout", post(logout))
        .route("/api/data", get(data))
        .layer(sessions);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("an address");
    println!("listening on http://{address}");
    axum::serve(listener, app).await.expect("the server runs");
}
