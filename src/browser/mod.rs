//! The shell: carries out what the machine decides and decides nothing.
//!
//! The adapters, one Web API a file, are in `page/`; [`border`] says why they are JavaScript.

mod answer;
mod border;
mod driver;
mod input;
mod seen;

pub(crate) use driver::Driver;
pub(crate) use input::span;
pub(crate) use seen::{ABOUT, PRESET};
