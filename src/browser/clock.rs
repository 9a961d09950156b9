//! The single door to both clocks.

use super::js;
use crate::machine::{Now, Timestamp};

/// Reads both clocks.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
pub(crate) fn now() -> Now {
    Now {
        monotonic: Timestamp(js::performance_now() as u64),
        wall: js::date_now() as i64,
    }
}

/// Draws the seed of the jitter.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
pub(crate) fn seed() -> u32 {
    (js::random() * 4_294_967_296.0) as u32
}

/// Reads `Retry-After`: seconds, or a date (RFC 9110 §10.2.3); anything else says nothing.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
pub(crate) fn retry_after(value: &str) -> Option<u64> {
    if let Ok(seconds) = value.trim().parse::<u32>() {
        return Some(u64::from(seconds) * 1000);
    }
    let wait = js::date_parse(value) - js::date_now();
    (wait >= 0.0).then_some(wait as u64)
}
