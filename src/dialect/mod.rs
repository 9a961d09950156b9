//! How one server speaks: pure functions from its words to the machine's and back.
//!
//! A server is data, a [`Value`] and so are its answers: what stands in it says the module `preset` (feature `presets`), which
//! no module of WebAssembly carries.

mod exchange;
mod limits;
mod plan;
#[cfg(feature = "presets")]
pub mod preset;
#[cfg(feature = "presets")]
pub mod presets;
mod read;
mod sign;
mod term;
mod value;

pub use exchange::Exchange;
pub use plan::{ask, goes_on};
pub use read::{is_stale, judge, read};
pub use term::Term;
pub use value::{Kind, Value};
