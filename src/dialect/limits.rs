//! When a session ends, in whatever way a server says so.

use super::{Exchange, Kind, Term, Value};
use crate::machine::Span;

const IDLE: i32 = Term::Idle as i32;
const ABSOLUTE: i32 = Term::Absolute as i32;
const ISO: i32 = Term::Iso as i32;
const MS: i32 = Term::Ms as i32;
const S: i32 = Term::S as i32;
const IN_MS: i32 = Term::InMs as i32;
const UPPER: i32 = Term::Upper as i32;

/// Returns how long the session lasts, may idle, and lasts at most.
///
/// Of each, the first entry of `expiry` that says something counts. A moment that has passed, a negative idle or
/// absolute limit and what is no number say nothing: servers write so what they do not know, and a moment is read on
/// a clock that may be wrong. Of the access part a span that is negative has lapsed, as one of zero has (the contract).
pub(super) fn limits<V: Value>(preset: &V, answer: &Exchange<V>) -> [Option<Span>; 3] {
    let mut limits = [None; 3];
    let expiry = preset.get(Term::Expiry);
    for index in 0.. {
        let entry = &expiry.at(index);
        if entry.kind() == Kind::Missing {
            break;
        }
        let place = match entry.get(Term::Of).word() {
            IDLE => 1,
            ABSOLUTE => 2,
            _ => 0,
        };
        let found = answer.found(entry, Term::At);
        let (number, moment) = (found.number(), |at: f64| at - answer.now);
        let left = |span: f64| {
            if place == 0 && (f64::MIN..0.0).contains(&span) {
                0.0
            } else {
                span
            }
        };
        let mut span = match entry.get(Term::Unit).word() {
            ISO => moment(found.time()),
            MS => moment(number),
            S => moment(number * 1000.0),
            IN_MS => left(number),
            _ => left(number * 1000.0),
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
        let first = moment(answer.granted);
        if first < span && entry.get(Term::Trust).word() == UPPER {
            span = first;
        }
        limits[place] = limits[place].or(known(span));
    }
    limits[0] = limits[0].or(known(answer.granted - answer.now));
    limits
}

fn known(span: f64) -> Option<Span> {
    Span::read(span).filter(|_| span < f64::INFINITY)
}
