//! One, or several in a list.

use alloc::{vec, vec::Vec};

use serde::{Serialize, Serializer};

use super::{Expiry, Json, Sign, Step};

/// Several of something; a single one is written without the brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> List<T> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> From<T> for List<T> {
    fn from(item: T) -> Self {
        Self(vec![item])
    }
}

impl<T, const N: usize> From<[T; N]> for List<T> {
    fn from(items: [T; N]) -> Self {
        Self(items.into())
    }
}

/// What there may be several of.
trait Item: Serialize {
    /// Whether it is a list itself.
    fn is_list(&self) -> bool {
        false
    }
}

impl Item for u16 {}
impl Item for Expiry {}
impl Item for Sign {}
impl Item for Step {}

impl Item for Json {
    fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }
}

impl<T: Item> Serialize for List<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A list as the only value keeps its brackets: it would be taken for several.
        match &*self.0 {
            [item] if !item.is_list() => item.serialize(serializer),
            items => items.serialize(serializer),
        }
    }
}
