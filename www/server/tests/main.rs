//! The server from the outside, over real HTTP, in both strategies.
//!
//! `cargo test -p hallpass-server --features test-knobs` runs everything; without the feature only
//! what a default build can show.

mod apis;
mod database;
mod harness;
mod running;
mod scratch;

mod admin;
mod callers;
mod compaction;
mod cookies;
mod demo;
mod deploy;
mod ending;
mod flood;
mod forms;
mod keys;
mod killed;
mod limiter;
mod log;
mod manual;
mod mounted;
mod origins;
mod pair;
mod program;
mod proofs;
mod provider;
mod proxy;
mod resident;
mod settings;
mod shared;
mod site;
mod store;
mod users;
mod without_knobs;

#[cfg(feature = "test-knobs")]
mod identity;
#[cfg(feature = "test-knobs")]
mod knobs;
#[cfg(feature = "test-knobs")]
mod limits;
#[cfg(feature = "test-knobs")]
mod logout;
#[cfg(feature = "test-knobs")]
mod refresh;
#[cfg(feature = "test-knobs")]
mod rotation;
#[cfg(feature = "test-knobs")]
mod sessions;
