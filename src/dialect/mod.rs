//! How one server speaks: pure functions from its words to the machine's and back.

mod ask;
mod json;
mod preset;
mod read;

pub use ask::{Ask, ask};
pub use json::{Json, Kind};
pub use preset::{Pointer, Preset, Sign, Text, Where};
pub use read::{judge, read};
