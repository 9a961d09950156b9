//! By what kinds of answers are told apart.

use super::{Exchange, Kind, Value};

/// Whether an answer bears a sign, or one of a list of signs.
///
/// A sign is an object; all its members have to hold: `status` (one or a list; without one, any
/// success), `is` (one of these values stands `at` a place), `not` (something else stands there),
/// `json` (the body is an object, or no JSON).
#[allow(clippy::float_cmp)] // a status is a whole number
#[inline(never)] // asked in many places: each is to be small
pub(super) fn bears<V: Value>(answer: &Exchange<V>, signs: &V) -> bool {
    signs.any(&mut |sign| {
        let status = sign.get("status");
        let status_fits = match status.kind() {
            Kind::Missing => answer.succeeded(),
            _ => status.any(&mut |wanted| wanted.number() == f64::from(answer.status)),
        };
        let found = answer.found(sign, "at");
        let stands = |key| sign.get(key).any(&mut |wanted| found.same(wanted));
        let has = |key| sign.get(key).kind() != Kind::Missing;
        status_fits
            && (!has("is") || stands("is"))
            && (!has("not") || found.kind() != Kind::Missing && !stands("not"))
            && match sign.get("json").kind() {
                Kind::True => answer.answer.get("body").kind() == Kind::Object,
                Kind::False => answer.answer.get("body").kind() == Kind::Missing,
                _ => true,
            }
    })
}
