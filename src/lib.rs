//! hallpass.

extern crate alloc;

pub mod machine;
