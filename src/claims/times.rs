//! When a token is good: `exp`, `nbf`, `iat` (RFC 7519 §4.1.4 to §4.1.6).
//!
//! `jwt-compact` has checks of its own. They accept a token at the very second of its expiry, which
//! RFC 7519 does not, and an `nbf` of the far past overflows in them.

use alloc::string::{String, ToString};

use super::{refusal::Refusal, token::Token};

/// Judges the times of a token, in epoch seconds; clocks may differ by the leeway.
pub(super) fn judge(token: &Token<'_>, now: i64, leeway: i64) -> Result<(), Refusal> {
    let refuse = |part, at: i64, wanted: &str, limit: i64| {
        let wanted = String::from(wanted) + &limit.to_string();
        Err(Refusal::new(part, &at.to_string(), wanted))
    };
    if let Some(at) = token.expires_at() {
        let limit = now.saturating_sub(leeway);
        if at <= limit {
            return refuse("exp", at, "later than ", limit);
        }
    }
    let limit = now.saturating_add(leeway);
    for (part, at) in [("nbf", token.not_before()), ("iat", token.issued_at())] {
        if let Some(at) = at.filter(|at| *at > limit) {
            return refuse(part, at, "at most ", limit);
        }
    }
    Ok(())
}
