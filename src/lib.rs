//! Sessions for single-page apps whose credential is an `HttpOnly` cookie that the server set.
//!
//! # In an application
//!
//! One written in Rust (Leptos, Yew, Dioxus, plain `wasm-bindgen`) has a `Session`; those written in
//! JavaScript have the npm package of the same name, which is the same engine.
//!
//! ```no_run
//! # #[cfg(feature = "gloo")]
//! # async fn example() -> Result<(), hallpass::Error> {
//! use gloo_net::http::Request;
//! use hallpass::{LogoutOptions, Options, Preset, Session, Snapshot};
//!
//! #[derive(serde::Deserialize)]
//! struct Claims {
//!     name: String,
//! }
//!
//! let session = Session::start(Options::new(Preset::hallpass()).base_url("/auth"))?;
//! let subscription = session.subscribe(|snapshot: &Snapshot| {
//!     // Tell a signal: `snapshot.status`, `snapshot.expires_at` …
//! });
//! let claims: Option<Claims> = session.claims()?;
//! let response = session.send(Request::get("/api/orders")).await?;
//! session.logout(LogoutOptions::default()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # The model
//!
//! A page cannot see the cookie, so all it knows of a session is what the server said last, and when.
//! [`machine::Machine`] keeps that knowledge and decides what follows from it. It is a pure state
//! machine: what happened goes in ([`machine::Input`]), what to do ([`machine::Effect`]) and what to
//! tell ([`machine::Event`]) come out. It has no clock, no randomness and does no I/O, so that a test
//! can lead it through a night of sleep in a millisecond.
//!
//! **One flight at a time.** At most one request to a session endpoint is in the air. Whether somebody
//! is signed in (the status) and what is being asked (the flight) are orthogonal: one is signed in
//! *and* refreshing at once.
//!
//! **One refresh over all tabs.** Each tab holds a shared lock whose *name* carries the generation of
//! the session. Who gets the refresh lock first reads the names: if somebody was faster, the server is
//! asked instead. The new generation's name is taken before the lock is let go.
//!
//! **Unknown outcomes are asked about.** A refresh that was cut off may have worked. The session
//! endpoint tells; nothing is repeated blindly, and nothing but a verdict of the server, or a limit
//! that it declared itself, ends a session.
//!
//! **Logout is a fence.** It ends the session in this page at once and raises the epoch: an answer to
//! a question of an earlier epoch changes nothing. Then the server is told, under the lock, and asked
//! whether it worked. Until it has confirmed, a tombstone cookie keeps every tab signed out.
//!
//! **Other tabs give hints.** A message shortens a wait or causes a question; it is never authority.
//!
//! # Where to look
//!
//! * [`machine`]: the decisions, one concern a file; `state` has the diagram.
//! * [`preset`] (feature `presets`): how one server speaks, as data; [`preset::Preset`] has a function for each
//!   server that is known. `dialect` says what the answers mean.
//! * `claims` (feature `jwt`): claims out of a signed token.
//! * `border`: what crosses between Rust and JavaScript, declared once, and how to add to it.
//! * `browser`: the driver that feeds the machine, and in `browser/page` the
//!   adapters, one Web API a file, in JavaScript.
//! * `session` (feature `session`): the surface for applications written in Rust; what it offers stands at the root of
//!   this crate. It compiles for every target; what needs a page fails with `config_invalid` where there is none.
//! * `bindings` (feature `npm`): the border of the npm package's module.
//!
//! # Features
//!
//! * `session` (default): `Session` and all that belongs to it.
//! * `gloo`: `Session::send`, for requests in the types of `gloo-net`, which is exported under that name; `gloo-json` adds
//!   its `json` methods.
//! * `jwt`: claims out of a signed token, see `claims` and `Jwt`.
//! * `console_error_panic_hook`: starting a session installs the hook of that name, so that a panic
//!   of the application says where it was.
//!
//! Four more are for this project's own use; an application never turns them on: `npm` and
//! `npm-jwt`, the exports of the npm package's two modules; `presets`, the declarations of servers without a session; and `schema`, what
//! the tooling makes of those.

// What needs a feature says so in the reference (docs.rs sets `docsrs`).
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

#[doc(hidden)] // for the tooling of this project
pub mod border;
#[cfg(feature = "jwt")]
pub mod claims;
#[doc(hidden)] // for the tooling and the tests; what is public of it is `preset`
pub mod dialect;
pub mod machine;

#[cfg(all(target_family = "wasm", any(feature = "npm", feature = "npm-jwt")))]
mod bindings;
#[cfg(any(feature = "session", all(target_family = "wasm", feature = "npm")))]
mod browser;
#[cfg(feature = "session")]
mod session;

#[cfg(feature = "presets")]
#[doc(inline)]
pub use dialect::preset;
/// The version of gloo-net that [`Session::send`] speaks: an application that has another one names the types by this.
#[cfg(feature = "gloo")]
pub use gloo_net;
#[cfg(all(feature = "jwt", feature = "session"))]
pub use session::Jwt;
#[cfg(feature = "gloo")]
pub use session::SendError;
#[cfg(feature = "session")]
pub use session::{
    Activity, By, Code, Error, Event, Limit, LoggedOut, LoginOptions, LogoutOptions, Options,
    Preset, Reason, RefreshWhen, Session, Snapshot, Status, Subscription, TraceEntry, TraceValue,
};

/// The manual's page on applications in Rust: its examples compile.
#[cfg(all(doctest, feature = "gloo"))]
#[doc = include_str!("../docs/rust.md")]
mod manual {}
