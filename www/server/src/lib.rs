//! The reference server of the hallpass contract.
//!
//! A page asks; the server alone knows. The browser holds opaque or signed secrets in `HttpOnly`
//! cookies that no script can read, and the page learns who is signed in, and for how long, from
//! `GET /auth/session`. A session has three limits, all kept here:
//!
//! * its **access part** lapses every few minutes and is renewed by `POST /auth/refresh`, in the
//!   background and without the user;
//! * its **idle limit** ends it when the user does nothing; only `POST /auth/touch` and signing in
//!   move it, so that no background request keeps an abandoned page signed in (OWASP Session
//!   Management: silent requests are not activity);
//! * its **absolute limit** ends it in any case, and never moves.
//!
//! By default these are 300 seconds, 30 minutes and 8 hours. One account may have any number of
//! sessions; signing in replaces the one that the same browser held, and `POST /auth/logout` with
//! `{"everywhere":true}` ends them all.
//!
//! Two **strategies** stand behind the one surface, and the page cannot tell which it talks to. In
//! `session` one cookie holds an opaque id. In `jwt` one holds a short signed access token and
//! another a refresh token, replaced at every use. Either way a row in the store says whether the
//! session lives, and every request reads it, which is what makes logout immediate.
//!
//! **Correctness needs no lock in any browser.** Refreshes run one at a time over the whole server.
//! Of fifty tabs that present one refresh token the first rotates it, and the others get that very
//! successor. An older token is a copy in somebody else's hands and revokes the session.
//!
//! **A request says whose session it believes in** (`Hallpass-Session`), and one that is wrong is
//! refused before anything runs. The cookie is invisible to the page, so only the server can
//! compare the two.
//!
//! **A refusal never writes a cookie**, not even to delete one: answers overtake each other, and a
//! late refusal must not sign out whoever signed in meanwhile.

mod access;
pub mod accounts;
mod admin;
mod app;
mod asking;
mod audit;
mod body;
mod brake;
mod client;
mod clock;
mod cookies;
mod cors;
mod foreign;
mod guard;
mod headers;
pub mod keyfile;
#[cfg(feature = "test-knobs")]
mod knobs;
mod known;
mod limiter;
pub mod log;
mod metrics;
mod mount;
mod password;
mod policy;
mod provider;
mod proxy;
mod refusal;
mod return_to;
mod routes;
mod seal;
mod secret;
mod serve;
pub mod settings;
mod start_error;
mod store;
mod strategy;
mod verified;

pub use mount::{Hallpass, SignedIn, router};
pub use serve::{Server, StartError};
pub use settings::Settings;
