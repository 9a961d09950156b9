//! The Rust surface: a session for applications written in Rust (Leptos, Yew, Dioxus, plain
//! `wasm-bindgen`).
//!
//! It is the facade of the npm package once more: it judges the options, has the page
//! (`browser/page`) drive the engine, and mirrors what that publishes. Nothing here panics, and
//! nothing of it outlives the last [`Session`].

mod calls;
mod claims;
mod engine;
mod error;
mod event;
mod inner;
#[cfg(feature = "jwt")]
mod jwt;
mod listeners;
mod login;
mod options;
mod page;
#[cfg(feature = "console_error_panic_hook")]
mod panics;
mod running;
#[cfg(feature = "gloo")]
mod send;
mod signal;
mod snapshot;
mod state;
mod trace;
#[cfg(all(test, target_family = "wasm"))]
mod words;

use core::fmt;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

use inner::Inner;
use running::Running;
use state::State;

pub use crate::dialect::preset::Preset;
pub use crate::machine::{Activity, By, Code, Limit, Reason, RefreshWhen, Status};
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

impl Session {
    /// Starts a session: asks the server who is signed in, and answers [`Status::Loading`] until it
    /// has said so.
    ///
    /// # Errors
    ///
    /// `config_invalid`, for options that cannot work, and where there is no page: on a server, in a worker, or in a frame
    /// that may have no cookies.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// use hallpass::{Code, Options, Preset, Session};
    ///
    /// let refused = Session::start(Options::new(Preset::hallpass()).origin("ftp://example.com"));
    /// assert!(refused.is_err_and(|error| error.code == Code::ConfigInvalid));
    /// # Ok(())
    /// # }
    /// ```
    pub fn start(options: Options) -> Result<Self, Error> {
        if !page::is_there() {
            return Err(page::missing());
        }
        #[cfg(feature = "console_error_panic_hook")]
        panics::install();
        let refused = |thrown| Error::new(Code::ConfigInvalid, page::words(&thrown));
        let state = State::new().map_err(refused)?;
        let running = Running::new(options, &state)?;
        let exports = page::bound(&running.engine.exports, &running.page.imports());
        let session = Self(Rc::new(Inner::new(state, Some(running))));
        // What was begun, the drop of `session` stops.
        session
            .0
            .with_page(|page| page.start(&exports))
            .map_err(|mut error| {
                error.code = Code::ConfigInvalid;
                error
            })?;
        Ok(session)
    }

    /// Returns a session that is loading for good: what a component is given where there is no page, as on a server that
    /// renders.
    ///
    /// It keeps its listeners and never calls them; what needs a page fails with `config_invalid`.
    ///
    /// ```
    /// use hallpass::{Options, Preset, Session, Status};
    ///
    /// let session = Session::start(Options::new(Preset::hallpass())).unwrap_or_else(|_| Session::loading());
    /// assert_eq!(session.snapshot().status, Status::Loading);
    /// ```
    #[must_use]
    pub fn loading() -> Self {
        Self(Rc::new(Inner::new(State::without_page(), None)))
    }

    /// Returns what is known now.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// use hallpass::{Reason, Status};
    ///
    /// let snapshot = session.snapshot();
    /// match snapshot.status {
    ///     Status::Loading => println!("one moment"),
    ///     Status::Authenticated => println!("signed in as {:?}", snapshot.subject),
    ///     Status::Unauthenticated(Reason::Idle) => println!("you were away"),
    ///     Status::Unauthenticated(reason) => println!("signed out: {}", reason.as_str()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.0.state.snapshot.borrow().clone()
    }

    /// Returns the claims: what the server says about the user, if one is signed in.
    ///
    /// They are read as `serde_json` reads the same text, attributes such as `deny_unknown_fields` included. A whole
    /// number beyond 2^53, which a browser rounds, is an error for a field that holds an integer.
    ///
    /// # Errors
    ///
    /// `unexpected_response`, if the claims are no `T`; the message says where, as a JSON pointer.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// #[derive(serde::Deserialize)]
    /// struct Claims {
    ///     name: String,
    /// }
    ///
    /// let name = session.claims::<Claims>()?.map(|claims| claims.name);
    /// # Ok(())
    /// # }
    /// ```
    pub fn claims<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        let claims = self.0.state.claims.borrow().clone();
        let wrong = |wrong: claims::Wrong| Error::new(Code::UnexpectedResponse, wrong.to_string());
        claims.as_ref().map(claims::read).transpose().map_err(wrong)
    }

    /// Calls back after each change, until the subscription is dropped.
    ///
    /// A listener may use the session as it likes. One that owns a clone of it keeps it alive.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// let subscription = session.subscribe(|snapshot| println!("{:?}", snapshot.status));
    /// drop(subscription); // is told no more
    /// # Ok(())
    /// # }
    /// ```
    pub fn subscribe(&self, listener: impl Fn(&Snapshot) + 'static) -> Subscription {
        self.0.state.changes.add(listener)
    }

    /// Calls back for each event, until the subscription is dropped.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// use hallpass::Event;
    ///
    /// let subscription = session.events(|event| {
    ///     if let Event::Ended { reason, .. } = event {
    ///         println!("signed out: {}", reason.as_str());
    ///     }
    /// });
    /// subscription.forget();
    /// # Ok(())
    /// # }
    /// ```
    pub fn events(&self, listener: impl Fn(&Event) + 'static) -> Subscription {
        self.0.state.events.add(listener)
    }

    /// Returns the signal that aborts when this session ends: for sockets, long requests, downloads.
    /// For the next session it is another one. Outside of a browser there are no signals: there it is `undefined`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "gloo")]
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
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// use hallpass::Code;
    ///
    /// session.dispose();
    /// assert!(session.refresh().await.is_err_and(|error| error.code == Code::Disposed));
    /// # Ok(())
    /// # }
    /// ```
    pub fn dispose(&self) {
        self.0.dispose();
    }

    /// Fails where there is no page, before anything is made that takes one.
    fn needs_page(&self) -> Result<(), Error> {
        self.0.with_page(|_| Ok(()))
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
