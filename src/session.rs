//! The Rust surface: a session for applications written in Rust (Leptos, Yew, Dioxus, plain
//! `wasm-bindgen`).
//!
//! It is the facade of the npm package once more: it judges the options, has the page
//! (`browser/page`) drive the engine, and mirrors what that publishes. Nothing here panics, and
//! nothing of it outlives the last [`Session`].

mod calls;
mod engine;
mod error;
mod event;
#[cfg(feature = "jwt")]
mod jwt;
mod listeners;
mod login;
mod options;
mod page;
mod running;
#[cfg(feature = "gloo")]
mod send;
mod signal;
mod snapshot;
mod state;
mod trace;

use core::{cell::RefCell, fmt, time::Duration};
use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use page::Page;
use running::Running;
use state::State;

pub use crate::dialect::preset::Preset;
pub use crate::machine::{Activity, Code, Limit, Reason, RefreshWhen, Status};
pub use error::Error;
pub use event::Event;
#[cfg(feature = "jwt")]
pub use jwt::Jwt;
pub use listeners::Subscription;
pub use login::{LoggedOut, LoginOptions, LogoutOptions};
pub use options::Options;
#[cfg(feature = "gloo")]
pub use send::SendError;
pub use snapshot::Snapshot;
pub use trace::{TraceEntry, TraceValue};

/// A session of a page.
///
/// A clone is the same session. When the last one is dropped everything stops: timers, listeners,
/// locks. The person stays signed in.
///
/// ```no_run
/// # #[cfg(target_family = "wasm")]
/// # async fn example() -> Result<(), hallpass::Error> {
/// use hallpass::{Options, Preset, Session};
///
/// #[derive(serde::Deserialize)]
/// struct Claims {
///     name: String,
/// }
///
/// let session = Session::start(Options::new(Preset::hallpass()).base_url("/auth"))?;
/// if session.ready().await?.is_authenticated() {
///     let claims: Option<Claims> = session.claims()?;
///     assert!(claims.is_some_and(|claims| !claims.name.is_empty()));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Session(Rc<Inner>);

struct Inner {
    state: Rc<State>,
    running: RefCell<Option<Running>>,
}

impl Session {
    /// Starts a session: asks the server who is signed in, and answers [`Status::Loading`] until it
    /// has said so.
    ///
    /// # Errors
    ///
    /// `config_invalid`, for options that cannot work, and where there is no page: in a worker, or in
    /// a frame that may have no cookies.
    pub fn start(options: Options) -> Result<Self, Error> {
        #[cfg(feature = "console_error_panic_hook")]
        console_error_panic_hook::set_once();
        if !page::is_there() {
            return Err(Error::new(Code::ConfigInvalid, "no document"));
        }
        let refused = |thrown| Error::new(Code::ConfigInvalid, page::words(&thrown));
        let state = State::new().map_err(refused)?;
        let running = Running::new(options, &state)?;
        let exports = page::bound(&running.engine.exports, &running.page.imports());
        let session = Self(Rc::new(Inner {
            state,
            running: RefCell::new(Some(running)),
        }));
        // What was begun, the drop of `session` stops.
        session
            .with_page(|page| page.start(&exports))
            .map_err(|mut error| {
                error.code = Code::ConfigInvalid;
                error
            })?;
        Ok(session)
    }

    /// Returns what is known now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.0.state.snapshot.borrow().clone()
    }

    /// Returns what the server says about the person, if one is signed in.
    ///
    /// # Errors
    ///
    /// `unexpected_response`, if it says something else than a `T`.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        let claims = self.0.state.claims.borrow().clone();
        if claims.is_undefined() {
            return Ok(None);
        }
        let read = serde_wasm_bindgen::from_value(claims);
        let wrong = |error: serde_wasm_bindgen::Error| {
            Error::new(Code::UnexpectedResponse, format!("the claims: {error}"))
        };
        read.map(Some).map_err(wrong)
    }

    /// Calls back after each change, until the subscription is dropped.
    ///
    /// A listener may use the session as it likes. One that owns a clone of it keeps it alive.
    pub fn subscribe(&self, listener: impl Fn(&Snapshot) + 'static) -> Subscription {
        self.0.state.changes.add(listener)
    }

    /// Calls back for each event, until the subscription is dropped.
    pub fn events(&self, listener: impl Fn(&Event) + 'static) -> Subscription {
        self.0.state.events.add(listener)
    }

    /// Waits until the server has said whether somebody is signed in.
    ///
    /// # Errors
    ///
    /// `disposed`. A server out of reach is no error here: nobody is signed in, as far as is known,
    /// and the snapshot says why.
    pub async fn ready(&self) -> Result<Snapshot, Error> {
        self.0.state.ready().await
    }

    /// Asks the server now: after a sign-in form of the app's own, say.
    pub async fn check(&self) -> Result<Snapshot, Error> {
        self.ask(calls::CHECK, JsValue::UNDEFINED).await
    }

    /// Refreshes now, or joins a refresh under way in any tab.
    pub async fn refresh(&self) -> Result<Snapshot, Error> {
        self.ask(calls::REFRESH, JsValue::UNDEFINED).await
    }

    /// Refreshes unless the session stays valid for so long: before a WebSocket or a stream upload.
    pub async fn ensure_fresh(&self, validity: Duration) -> Result<Snapshot, Error> {
        let seconds = validity.as_secs_f64();
        self.ask(calls::ENSURE_FRESH, seconds.into()).await
    }

    /// Says "I am still here" to the server.
    pub async fn extend(&self) -> Result<Snapshot, Error> {
        self.ask(calls::EXTEND, JsValue::UNDEFINED).await
    }

    /// Posts credentials, or leaves for the server's sign-in page where there are none.
    ///
    /// # Errors
    ///
    /// `invalid_credentials`, in the server's words, or why the server could not be asked.
    pub async fn login(&self, options: LoginOptions) -> Result<Snapshot, Error> {
        match options.posted() {
            Some(credentials) => self.ask(calls::LOGIN, credentials).await,
            None => self.ask(calls::NAVIGATE, options.landing()).await,
        }
    }

    /// Signs this page and every other tab out, at once, and tells the server.
    ///
    /// # Errors
    ///
    /// `disposed`. A server out of reach is no error: it is told until it has confirmed.
    pub async fn logout(&self, options: LogoutOptions) -> Result<LoggedOut, Error> {
        let kind = if options.everywhere {
            calls::LOGOUT_EVERYWHERE
        } else {
            calls::LOGOUT
        };
        let settled = self.call(kind, &options.landing()).await?;
        let confirmed = page::get(&settled, "confirmed").is_truthy();
        Ok(LoggedOut { confirmed })
    }

    /// Returns the signal that aborts when this session ends: for sockets, long requests, downloads.
    /// For the next session it is another one.
    ///
    /// ```no_run
    /// # #[cfg(all(target_family = "wasm", feature = "gloo"))]
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::SendError> {
    /// use gloo_net::http::Request;
    ///
    /// let signal = session.signal();
    /// let report = Request::get("/api/report").abort_signal(Some(&signal));
    /// let response = session.send(report).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn signal(&self) -> AbortSignal {
        self.0.state.ending.signal()
    }

    /// Stops everything, for all clones; the person stays signed in. What is pending fails with
    /// `disposed`, and so does what is asked later.
    pub fn dispose(&self) {
        self.0.dispose();
    }

    async fn ask(&self, kind: u32, argument: JsValue) -> Result<Snapshot, Error> {
        self.call(kind, &argument).await?;
        Ok(self.snapshot())
    }

    async fn call(&self, kind: u32, argument: &JsValue) -> Result<JsValue, Error> {
        let settled = self.with_page(|page| page.call(kind, argument))?;
        let settled = JsFuture::from(settled).await;
        settled.map_err(|thrown| Error::read(&thrown))
    }

    /// Asks the page for something. Nothing is borrowed meanwhile: it may tell listeners.
    fn with_page<T>(&self, ask: impl FnOnce(&Page) -> Result<T, JsValue>) -> Result<T, Error> {
        let page = self.0.running.borrow().as_ref().map(|it| it.page.clone());
        let page = page.ok_or_else(|| Error::new(Code::Disposed, ""))?;
        ask(&page).map_err(|thrown| Error::read(&thrown))
    }
}

impl Inner {
    fn dispose(&self) {
        let running = self.running.take();
        let Some(Running { page, sink, .. }) = &running else {
            return;
        };
        sink.forget();
        self.state.dispose();
        // A page that cannot be told to stop hears nothing any more either.
        let _ = page.dispose();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.dispose();
    }
}

/// Whether it is the same session, as its clones are: what a component compares its properties by.
impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Session {}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let snapshot = self.snapshot();
        f.debug_struct("Session")
            .field("snapshot", &snapshot)
            .finish_non_exhaustive()
    }
}
