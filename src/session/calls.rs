//! What to ask the engine for: the numbers of `call` in `browser/input.rs`.

pub(super) const CHECK: u32 = 0;
pub(super) const REFRESH: u32 = 1;
pub(super) const ENSURE_FRESH: u32 = 2;
pub(super) const EXTEND: u32 = 3;
pub(super) const LOGIN: u32 = 4;
pub(super) const NAVIGATE: u32 = 5;
pub(super) const LOGOUT: u32 = 6;
pub(super) const LOGOUT_EVERYWHERE: u32 = 7;
