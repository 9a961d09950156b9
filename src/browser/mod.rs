//! The shell: carries out what the machine decides and decides nothing.
//!
//! The adapters, one Web API a file, are in `page/`; [`border`] says why they are not Rust.

mod answer;
mod border;
mod driver;
mod input;
mod seen;

pub(crate) use driver::Driver;
pub(crate) use seen::PRESET;

// What the options of the npm package are read with.
#[cfg(feature = "npm")]
pub(crate) use seen::ABOUT;
