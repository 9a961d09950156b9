//! The members of an object, and their names.

use js_sys::{Array, Object};
use serde::{
    Deserializer,
    de::{
        DeserializeSeed, Error as _, IntoDeserializer, MapAccess, Unexpected, Visitor,
        value::StringDeserializer,
    },
    forward_to_deserialize_any,
};

use super::{Value, Wrong};

/// The own members of an object that are not shown yet.
pub(super) struct Members {
    pairs: Array,
    next: u32,
}

impl Members {
    pub(super) fn of(object: &Object) -> Self {
        Self {
            pairs: Object::entries(object),
            next: 0,
        }
    }

    /// Returns the only member, if there is one and no more.
    pub(super) fn only(&self) -> Option<(String, Value)> {
        (self.pairs.length() == 1).then(|| self.at(0))
    }

    /// Shows them to a visitor, which has to want all of them.
    pub(super) fn visit<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Wrong> {
        let value = visitor.visit_map(&mut self)?;
        if self.next < self.pairs.length() {
            let words = "an object has more members than expected";
            return Err(Wrong::custom(words));
        }
        Ok(value)
    }

    fn at(&self, at: u32) -> (String, Value) {
        let pair = Array::from(&self.pairs.get(at));
        (
            pair.get(0).as_string().unwrap_or_default(),
            Value(pair.get(1)),
        )
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Wrong> {
        if self.next >= self.pairs.length() {
            return Ok(None);
        }
        let (name, _) = self.at(self.next);
        seed.deserialize(Name(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        let (name, value) = self.at(self.next);
        self.next += 1;
        let value = seed.deserialize(value);
        value.map_err(|wrong| wrong.within(&name))
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.pairs.length() - self.next).ok()
    }
}

/// The name of a member: text, or the number or truth value that a map counts by.
struct Name(String);

macro_rules! parsed {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            match self.0.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(Wrong::invalid_type(Unexpected::Str(&self.0), &visitor)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Name {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_string(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let name: StringDeserializer<Wrong> = self.0.into_deserializer();
        visitor.visit_enum(name)
    }

    parsed! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_i128 visit_i128
        deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64
        deserialize_u128 visit_u128
        deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
