//! The border: the only exports of the npm package's modules.

#![allow(unsafe_code)] // an exported name could clash, which the linker would tell

#[cfg(all(feature = "npm", not(feature = "npm-jwt")))]
mod heap;
#[cfg(feature = "npm-jwt")]
mod jwt;
#[cfg(feature = "npm")]
mod options;
#[cfg(feature = "npm")]
mod session;
