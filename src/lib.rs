//! hallpass.
