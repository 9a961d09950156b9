//! Which requests an intent takes.

use super::{Kind, Term, Value};
use crate::machine::Intent;

/// Returns the request that an intent takes as its first, second … step; missing if there is none.
///
/// What is not answered with the session itself (it has an `ok` instead) is followed by the question
/// for it. A logout has as many steps as its server wants; one with `navigate` is no request.
pub fn ask<V: Value>(preset: &V, intent: Intent, step: u32) -> V {
    let endpoint = preset.get(match intent {
        Intent::Check => Term::Session,
        Intent::Refresh => Term::Refresh,
        Intent::Touch => Term::Touch,
        Intent::Login => Term::Login,
        Intent::Logout | Intent::LogoutEverywhere => Term::Logout,
    });
    match intent {
        Intent::Refresh | Intent::Touch if step == 1 && endpoint.has(Term::Ok) => {
            preset.get(Term::Session)
        }
        _ => endpoint.at(step),
    }
}

/// Whether a step that succeeded is followed by another request.
pub fn goes_on<V: Value>(preset: &V, intent: Intent, step: u32) -> bool {
    let next = ask(preset, intent, step + 1);
    next.kind() == Kind::Object && next.kind_of(Term::Navigate) != Kind::True
}
