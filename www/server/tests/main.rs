//! The server from the outside, over real HTTP, in both strategies.
//!
//! `cargo test -p hallpass-server --features test-knobs` runs everything; without the feature only
//! what a default build can show.

mod harness;

mod cookies;
mod forms;
mod origins;
mod settings;
mod site;

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
#[cfg(not(feature = "test-knobs"))]
mod without_knobs;
