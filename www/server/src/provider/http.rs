//! Requests to the provider: bounded in time and size, and never led elsewhere.

use std::pin::Pin;
use std::time::{Duration, SystemTime};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, redirect};

/// How long one request may take, of the seconds that a client waits.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);
/// How much of an answer is read.
const LARGEST: usize = 1024 * 1024;

/// Why a provider gave no answer of its own.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// The network, or the time.
    #[error("{}", cause(.0))]
    Transport(#[from] reqwest::Error),
    /// It has too much to do, or fails; the seconds it asks for.
    #[error("it answered {status}")]
    Unavailable {
        /// The status.
        status: u16,
        /// What `Retry-After` says.
        retry_after: Option<u64>,
    },
    /// Nothing that an answer of this kind would be.
    #[error("its answer is larger than 1 MiB")]
    TooLarge,
    /// The crate made a request that cannot be sent.
    #[error("the request cannot be sent: {0}")]
    Request(String),
}

/// Tells the last cause: reqwest's own text names the URL alone.
fn cause(error: &reqwest::Error) -> String {
    let mut last: &dyn std::error::Error = error;
    while let Some(next) = last.source() {
        last = next;
    }
    last.to_string()
}

/// The way to the provider.
pub(super) struct Http(Client);

impl Http {
    /// Makes it: no redirects, which could lead a secret elsewhere.
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        // Another part of the process may have chosen one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(PATIENCE)
            .connect_timeout(Duration::from_secs(4));
        client.build().map(Self)
    }

    /// Sends a request.
    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        send(&self.0, request).await
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(send(&self.0, request))
    }
}

async fn send(client: &Client, request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let request = request.map(reqwest::Body::from);
    let request = reqwest::Request::try_from(request)
        .map_err(|error| HttpError::Request(error.to_string()))?;
    let mut answer = client.execute(request).await?;
    let status = answer.status();
    if status.is_server_error() || status.as_u16() == 429 {
        return Err(HttpError::Unavailable {
            status: status.as_u16(),
            retry_after: retry_after(answer.headers()),
        });
    }
    let headers = answer.headers().clone();
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await? {
        if body.len() + part.len() > LARGEST {
            return Err(HttpError::TooLarge);
        }
        body.extend_from_slice(&part);
    }
    let mut response = HttpResponse::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// Reads `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date.
fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    text.parse().ok().or_else(|| {
        let date = chrono::DateTime::parse_from_rfc2822(text).ok()?;
        let now = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .ok()?;
        let now = i64::try_from(now.as_secs()).ok()?;
        u64::try_from((date.timestamp() - now).max(0)).ok()
    })
}
