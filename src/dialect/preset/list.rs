//! One, or several in a list.

use alloc::{vec, vec::Vec};
use core::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

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

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader(PhantomData))
    }
}

/// Reads a list, or one item without the brackets: so that a mistake in it is told in the item's own words.
struct Reader<T>(PhantomData<T>);

/// Each kind of value that is no list, handed to the item.
macro_rules! one {
    ($($visit:ident $kind:ty)*) => {$(
        fn $visit<E: Error>(self, value: $kind) -> Result<List<T>, E> {
            T::deserialize(value.into_deserializer()).map(List::from)
        }
    )*};
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of them, or a list of several")
    }

    one! { visit_bool bool visit_i64 i64 visit_u64 u64 visit_f64 f64 visit_str &str }

    fn visit_unit<E: Error>(self) -> Result<List<T>, E> {
        T::deserialize(().into_deserializer()).map(List::from)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<List<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(List::from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<List<T>, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(items)).map(List)
    }
}
