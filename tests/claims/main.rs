//! Tokens, good and bad: does each come to what it should, and say why?

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]

mod corpus;
mod keys;
mod policy;
mod properties;
