//! The static files of the app, with its index.html for every path of its router.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::any;
use percent_encoding::percent_decode_str;
use tokio::fs::canonicalize;
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};

use crate::app::App;

/// Serves the directory given, or a page that says how to give one.
///
/// `no-cache` asks for revalidation and keeps the page eligible for the back-forward cache, which
/// `no-store` would not; nothing here is anybody's secret, so it may be compressed as well.
pub(super) fn files(app: &App) -> Router {
    let router = match &app.settings().app {
        Some(dir) => {
            let index = any(index).with_state(dir.join("index.html"));
            let files = ServeDir::new(dir).precompressed_br().precompressed_gzip();
            Router::new()
                .fallback_service(files.fallback(index))
                .layer(CompressionLayer::new())
                .layer(middleware::from_fn_with_state(dir.clone(), fence))
        }
        None => Router::new().fallback(nothing),
    };
    router.layer(middleware::map_response(|mut response: Response| async {
        let no_cache = HeaderValue::from_static("no-cache");
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, no_cache);
        response
    }))
}

/// Lets nobody have a dotfile (`.env`, `.git`), nor follow a link that leads out of the directory.
async fn fence(State(dir): State<PathBuf>, request: Request, next: Next) -> Response {
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy();
    let hidden = |part: &str| part.starts_with('.') && part != ".well-known";
    if path.split(['/', '\\']).any(hidden) || leads_out(&dir, &path).await {
        return StatusCode::NOT_FOUND.into_response();
    }
    next.run(request).await
}

/// Whether a path, or the index of the folder it names, really stands outside of the directory.
async fn leads_out(dir: &Path, path: &str) -> bool {
    let Ok(root) = canonicalize(dir).await else {
        return true;
    };
    let wanted = root.join(path.trim_start_matches('/'));
    for file in [
        &wanted,
        &wanted.join("index.html"),
        &root.join("index.html"),
    ] {
        // What is not there leads nowhere.
        if let Ok(real) = canonicalize(file).await
            && !real.starts_with(&root)
        {
            return true;
        }
    }
    false
}

/// Answers a path of the app's own router; a missing *file* stays missing, so that a mistyped
/// script or module does not come back as HTML.
async fn index(State(file): State<PathBuf>, request: Request) -> Response {
    let last = request.uri().path().rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        return StatusCode::NOT_FOUND.into_response();
    }
    match ServeFile::new(file).oneshot(request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    }
}

async fn nothing() -> Html<&'static str> {
    Html(
        "<!doctype html><html lang=en><meta charset=utf-8><title>hallpass-server</title>\
         <p>This is the reference server of the hallpass contract. Start it with \
         <code>--app &lt;directory&gt;</code> to serve a page; \
         <a href=\"/auth/login\">the sign-in form</a> works without.",
    )
}
