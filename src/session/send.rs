//! Requests of the application, in the types of `gloo-net`.

use core::{convert::Infallible, fmt};

use gloo_net::http::{Request, Response};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{Session, error::Error, page::get};
use crate::machine::Code;

/// Why a request has no answer to hand back; what the server said, where it said something.
///
/// ```no_run
/// # async fn example(session: hallpass::Session) {
/// use hallpass::{Code, gloo_net::http::Request};
///
/// if let Err(failed) = session.send(Request::get("/api/orders")).await {
///     if failed.error.code == Code::StepUpRequired {
///         println!("the API answered {:?}", failed.response.map(|response| response.status()));
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct SendError {
    pub error: Error,
    /// The original answer: of a step-up, say, or to a stream that cannot be sent twice.
    pub response: Option<Response>,
}

impl SendError {
    fn read(thrown: &JsValue) -> Self {
        let response = get(thrown, "response").dyn_into::<web_sys::Response>();
        Self {
            error: Error::read(thrown),
            response: response.ok().map(Response::from),
        }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl core::error::Error for SendError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl From<SendError> for Error {
    fn from(failed: SendError) -> Self {
        failed.error
    }
}

impl From<Error> for SendError {
    fn from(error: Error) -> Self {
        Self {
            error,
            response: None,
        }
    }
}

/// A request that could not be built.
impl From<gloo_net::Error> for SendError {
    fn from(error: gloo_net::Error) -> Self {
        Error::new(Code::ConfigInvalid, error.to_string()).into()
    }
}

/// What a request that needs no building cannot fail with.
impl From<Infallible> for SendError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl Session {
    /// Sends a request to one of the session's own origins: with credentials, waiting for a refresh
    /// under way, and once more after one if the answer was *expired*; any other answer is handed
    /// back untouched. A request to another origin fails with `untrusted_origin` before anything is
    /// sent.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::SendError> {
    /// use gloo_net::http::Request;
    ///
    /// let response = session.send(Request::get("/api/orders")).await?;
    /// assert_eq!(response.status(), 200);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn send<R>(&self, request: R) -> Result<Response, SendError>
    where
        R: TryInto<Request>,
        R::Error: Into<SendError>,
    {
        self.needs_page()?;
        let request = web_sys::Request::from(request.try_into().map_err(Into::into)?);
        let answer = self.0.with_page(|page| page.fetch(&request))?;
        let response = JsFuture::from(answer).await;
        let response = response.map_err(|thrown| SendError::read(&thrown))?;
        Ok(Response::from(
            response.unchecked_into::<web_sys::Response>(),
        ))
    }
}
