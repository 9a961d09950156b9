//! How servers speak: every sentence of the contract, and everything that only sounds like one.

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]

mod api;
mod asking;
mod contract;
mod facts;
mod garbage;
mod json;
mod naive;
mod noise;
mod places;
mod presets;
mod properties;
mod server;
mod value;
