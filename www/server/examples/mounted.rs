//! An application of one's own with sessions in it: `cargo run -p hallpass-server --example mounted`.
//!
//! It takes the settings of the program, from the command line and the environment.

use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use clap::Parser;
use hallpass_server::{Hallpass, Settings, SignedIn};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::parse();
    let addr = settings.addr.clone();
    let hallpass = Hallpass::open(settings)?;
    let own = Router::new()
        .route("/reports", get(reports))
        .route("/reports/secret", get(secret));
    let app = hallpass.router().merge(hallpass.protect(own));
    let listener = tokio::net::TcpListener::bind(addr).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(
        listener,
        app.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .await?;
    Ok(())
}

/// For everybody who is signed in.
async fn reports(user: SignedIn) -> String {
    format!("reports for {}", user.subject)
}

/// For those with a role.
async fn secret(user: SignedIn) -> Response {
    let roles = user.claims["roles"].as_array();
    let is_admin = roles.is_some_and(|roles| roles.iter().any(|role| role == "admin"));
    if !is_admin {
        return StatusCode::FORBIDDEN.into_response();
    }
    "the secret report".into_response()
}
