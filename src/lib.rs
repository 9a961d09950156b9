//! Sessions for single-page apps whose credential is an `HttpOnly` cookie that the server set.
//!
//! # In an application
//!
//! One written in Rust (Leptos, Yew, Dioxus, plain `wasm-bindgen`) has a `Session`; those written in
//! JavaScript have the npm package of the same name, which is the same engine.
//!
//! ```no_run
//! # #[cfg(all(target_family = "wasm", feature = "gloo"))]
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
//! * [`dialect`]: how one server speaks, as data, and what its answers mean.
//! * `claims` (feature `jwt`): claims out of a signed token.
//! * `browser` (in the browser alone): the driver that feeds the machine, and in `browser/page` the
//!   adapters, one Web API a file, in JavaScript.
//! * `session` (in the browser, feature `session`): the surface for applications written in Rust;
//!   what it offers stands at the root of this crate.
//! * `bindings` (feature `npm`): the border of the npm package's module.
//!
//! # Features
//!
//! * `session` (default): `Session` and all that belongs to it.
//! * `gloo`: `Session::send`, for requests in the types of `gloo-net`.
//! * `jwt`: claims out of a signed token, see `claims` and `Jwt`.
//! * `console_error_panic_hook`: starting a session installs the hook of that name, so that a panic
//!   of the application says where it was.
//!
//! Four more are for this project's own use; an application never turns them on: `npm` and
//! `npm-jwt`, the exports of the npm package's two modules; `presets`, the declarations of servers without a session; and `schema`, what
//! the tooling makes of those.

extern crate alloc;

#[cfg(feature = "jwt")]
pub mod claims;
pub mod dialect;
pub mod machine;

#[cfg(all(target_family = "wasm", any(feature = "npm", feature = "npm-jwt")))]
mod bindings;
#[cfg(all(target_family = "wasm", any(feature = "npm", feature = "session")))]
mod browser;
#[cfg(all(target_family = "wasm", feature = "session"))]
mod session;

#[cfg(all(target_family = "wasm", feature = "jwt", feature = "session"))]
pub use session::Jwt;
#[cfg(all(target_family = "wasm", feature = "gloo"))]
pub use session::SendError;
#[cfg(all(target_family = "wasm", feature = "session"))]
pub use session::{
    Activity, Code, Error, Event, Limit, LoggedOut, LoginOptions, LogoutOptions, Options, Preset,
    Reason, RefreshWhen, Session, Snapshot, Status, Subscription, TraceEntry, TraceValue,
};

/// The manual's page on applications in Rust: its examples compile, where there is a browser to run in.
#[cfg(all(doctest, target_family = "wasm", feature = "gloo"))]
#[doc = include_str!("../docs/rust.md")]
mod manual {}
