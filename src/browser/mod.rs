//! The shell: carries out what the machine decides and decides nothing.
//!
//! The adapters, one Web API a file, are in `page/`; [`page`] says why they are JavaScript.

mod driver;
mod input;
mod json;
mod page;

pub(crate) use driver::Driver;
pub(crate) use input::span;
pub(crate) use page::Page;
