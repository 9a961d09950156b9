//! The shell: one Web API a file. It carries out what the machine decides and decides nothing.

mod channel;
mod clock;
mod driver;
mod endpoint;
mod js;
mod json;
mod lifecycle;
mod listener;
mod lock;
mod navigation;
mod promise;
mod requests;
mod timeout;
mod tombstone;

pub(crate) use clock::seed;
pub(crate) use driver::{Driver, Observer, Options};
pub(crate) use js::get;
pub(crate) use navigation::own_origin;
