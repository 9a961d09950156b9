//! hallpass.

extern crate alloc;

pub mod dialect;
pub mod machine;

#[cfg(all(target_family = "wasm", feature = "npm"))]
mod bindings;
#[cfg(target_family = "wasm")]
mod browser;
