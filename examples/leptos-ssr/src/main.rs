//! The server: it renders the page, and passes on what is the session's and the API's, so that all is one origin.

use axum::{Router, body::Body, extract::Request, http::StatusCode, response::Response, routing::{any, get}};
use hallpass_leptos_ssr::document;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use any_spawner::Executor;
use leptos::prelude::get_configuration;
use leptos_axum::{file_and_error_handler, render_app_to_stream};
use std::{env, error::Error};
use tokio::net::TcpListener;

/// Asks the back end; what stands in front of both does that once the application is deployed.
async fn back_end(mut request: Request) -> Result<Response, StatusCode> {
    let address = env::var("BACK_END").unwrap_or("http://127.0.0.1:8080".into());
    let uri = format!("{address}{}", request.uri());
    *request.uri_mut() = uri.parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request).await;
    let response = response.map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(response.map(Body::new))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    Executor::init_tokio()?;
    let options = get_configuration(None)?.leptos_options;
    let (address, shown) = (options.site_addr, options.clone());
    let app = Router::new()
        .route("/", get(render_app_to_stream(move || document(shown.clone()))))
        .route("/auth/{*path}", any(back_end))
        .route("/api/{*path}", any(back_end))
        .fallback(file_and_error_handler(document))
        .with_state(options);
    let listener = TcpListener::bind(address).await?;
    println!("Listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
