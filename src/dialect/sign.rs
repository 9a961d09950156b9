//! By what kinds of answers are told apart.

use super::{Exchange, Kind, Term, Value};

/// Whether an answer bears a sign, or one of a list of signs.
///
/// A sign is an object; all its members have to hold: `status` (one or a list; without one, any
/// success), `is` (one of these values stands `at` a place), `not` (something else stands there),
/// `json` (the body is an object, or no JSON).
pub(super) fn bears<V: Value>(answer: &Exchange<V>, signs: V) -> bool {
    tells(answer, signs, false)
}

/// The same; `own`: a session endpoint answered. Then of a redirect (status 0) only a sign counts that says
/// where it leads. A gateway, a captive portal and a page for times of maintenance redirect too, and none of
/// them says who is signed in.
#[allow(clippy::needless_pass_by_value)] // in the browser a number
pub(super) fn tells<V: Value>(answer: &Exchange<V>, signs: V, own: bool) -> bool {
    let blind = own && answer.status == 0;
    for index in 0.. {
        let sign = signs.at(index);
        if sign.kind() == Kind::Missing {
            break;
        }
        if blind && !sign.has(Term::At) {
            continue;
        }
        let found = answer.found(&sign, Term::At);
        let body = answer.answer.kind_of(Term::Body);
        if if sign.has(Term::Status) {
            let status = answer.answer.get(Term::Status);
            status.among(&sign.get(Term::Status))
        } else {
            answer.succeeded()
        } && (!sign.has(Term::Is) || found.among(&sign.get(Term::Is)))
            && (!sign.has(Term::Not)
                || found.kind() != Kind::Missing && !found.among(&sign.get(Term::Not)))
            && match sign.kind_of(Term::Json) {
                Kind::True => body == Kind::Object,
                Kind::False => body == Kind::Missing,
                _ => true,
            }
        {
            return true;
        }
    }
    false
}
