//! What the page shows the engine: values of JavaScript, by number, for as long as a call lasts.

use wasm_bindgen::prelude::*;

use crate::{
    border::Look,
    dialect::{Kind, Term, Value},
    machine::Name,
};

#[wasm_bindgen(module = "/src/browser/generated/page.js")]
extern "C" {
    fn get(value: u32, term: u32) -> u32;
    fn item(value: u32, index: u32) -> u32;
    fn find(answer: u32, place: u32) -> u32;
    /// What is to be told of a value: its kind, number, time, digest or word.
    fn look(value: u32, what: u32) -> f64;
    fn among(value: u32, wanted: u32) -> bool;
}

/// A value that the page keeps while the engine is at work.
#[derive(Clone, Copy)]
pub(crate) struct Seen(pub(super) u32);

/// What the engine was called about.
pub(crate) const ABOUT: Seen = Seen(0);
/// The preset of the session that it was called for.
pub(crate) const PRESET: Seen = Seen(1);

impl Value for Seen {
    fn get(&self, term: Term) -> Self {
        Self(get(self.0, term as u32))
    }

    fn at(&self, index: u32) -> Self {
        Self(item(self.0, index))
    }

    fn kind(&self) -> Kind {
        kind(self.0)
    }

    fn kind_of(&self, term: Term) -> Kind {
        self.get(term).kind()
    }

    fn has(&self, term: Term) -> bool {
        self.kind_of(term) != Kind::Missing
    }

    fn number(&self) -> f64 {
        look(self.0, Look::Number as u32)
    }

    fn time(&self) -> f64 {
        look(self.0, Look::Time as u32)
    }

    #[allow(clippy::cast_possible_truncation)] // below a hundred
    fn word(&self) -> i32 {
        look(self.0, Look::Word as u32) as i32
    }

    fn among(&self, wanted: &Self) -> bool {
        among(self.0, wanted.0)
    }

    fn find(&self, place: &Self) -> Self {
        Self(find(self.0, place.0))
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 53 bits
    fn name(&self) -> Name {
        Name::of(look(self.0, Look::Digest as u32) as u64)
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // below six
fn kind(value: u32) -> Kind {
    // The page tells the kinds it knows apart from all others by a negative number.
    Kind::from_number(look(value, Look::Kind as u32) as u32).unwrap_or(Kind::Other)
}
