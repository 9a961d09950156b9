//! The log: one line an event on stderr, and never at the expense of a request.

use std::io;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};

use crate::app::App;
use crate::asking::client;
use crate::secret;
use crate::settings::Log;

/// Lines that wait for stderr at most. What comes on top of them is dropped: whoever reads the log too
/// slowly, or not at all, must not stop the server.
const WAITING: usize = 4096;

/// Writes what waits when it is dropped.
pub struct Logging(#[expect(dead_code, reason = "held until the end")] Option<WorkerGuard>);

/// Starts the log of this process.
pub fn start(log: Log) -> Logging {
    let (stderr, guard) = NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(WAITING)
        .finish(io::stderr());
    let lines = tracing_subscriber::fmt()
        .with_writer(stderr)
        .with_target(false);
    match log {
        Log::Json => {
            let lines = lines.json().flatten_event(true).with_span_list(false);
            lines.init();
        }
        Log::Text => lines.with_ansi(false).init(),
        Log::Off => return Logging(None),
    }
    Logging(Some(guard))
}

/// Names the request in every line it causes, and in its answer.
pub(crate) async fn describe(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = secret::request_id();
    let span = tracing::info_span!(
        "request",
        id,
        method = %request.method(),
        path = request.uri().path(),
        address = %client(&app, request.headers(), request.extensions()),
    );
    let mut response = next.run(request).instrument(span).await;
    if let Ok(id) = HeaderValue::try_from(id) {
        let name = HeaderName::from_static("x-request-id");
        response.headers_mut().insert(name, id);
    }
    response
}
