//! When a session ends, in whatever way a server says so.

use super::{Exchange, Kind, Term, Value};
use crate::machine::{LONGEST, Millis};

/// Returns how long the session lasts, may idle, and lasts at most.
///
/// Of each, the first entry of `expiry` that says something counts. A moment that has passed, a
/// negative span and what is no number say nothing: servers write so what they do not know.
pub(super) fn limits<V: Value>(preset: &V, answer: &Exchange<V>) -> [Option<Millis>; 3] {
    let mut limits = [None; 3];
    let expiry = preset.get(Term::Expiry);
    for index in 0.. {
        let entry = &expiry.at(index);
        if entry.kind() == Kind::Missing {
            break;
        }
        let (of, unit) = (entry.get(Term::Of), entry.get(Term::Unit));
        let place = if of.says(Term::Idle) {
            1
        } else if of.says(Term::Absolute) {
            2
        } else {
            0
        };
        let found = answer.found(entry, Term::At);
        let moment = |at: f64| at - answer.now;
        let number = found.number();
        let mut span = if unit.says(Term::Iso) {
            moment(found.time())
        } else if unit.says(Term::Ms) {
            moment(number)
        } else if unit.says(Term::S) {
            moment(number * 1000.0)
        } else if unit.says(Term::InMs) {
            number
        } else {
            number * 1000.0
        };
        let seconds = |key| entry.get(key).number() * 1000.0;
        if span.is_nan() {
            span = seconds(Term::Assume);
        }
        // What a server still accepts is not over yet.
        let tolerance = seconds(Term::Tolerance);
        if tolerance > 0.0 {
            span += tolerance;
        }
        // It counts from the answer, though nothing was extended: what was said first holds.
        if entry.get(Term::Trust).says(Term::Upper) {
            span = span.min(moment(answer.granted));
        }
        limits[place] = limits[place].or(millis(span));
    }
    limits[0] = limits[0].or(millis(answer.granted - answer.now));
    limits
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` saturates
fn millis(span: f64) -> Option<Millis> {
    (span >= 0.0 && span.is_finite()).then(|| (span as Millis).min(LONGEST))
}
