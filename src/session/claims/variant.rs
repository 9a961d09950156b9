//! An enum: the name of a variant, or an object whose only member bears that name.

use js_sys::{Array, Object};
use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error as _, IntoDeserializer, Unexpected, VariantAccess,
        Visitor, value::StringDeserializer,
    },
};
use wasm_bindgen::JsCast;

use super::{Value, Wrong, members::Members};

/// A variant, and what it holds.
pub(super) struct Variant {
    name: String,
    content: Option<Value>,
}

impl Variant {
    pub(super) fn of(value: &Value) -> Result<Self, Wrong> {
        if let Some(name) = value.0.as_string() {
            let content = None;
            return Ok(Self { name, content });
        }
        let is_object = value.0.is_object() && !value.0.is_instance_of::<Array>();
        let only = is_object.then(|| Members::of(value.0.unchecked_ref::<Object>()).only());
        let (name, content) = only.flatten().ok_or_else(|| {
            Wrong::custom("expected the name of a variant, or an object with it as the only member")
        })?;
        Ok(Self {
            name,
            content: Some(content),
        })
    }
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Wrong;
    type Variant = Content;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content), Wrong> {
        let Self { name, content } = self;
        let text: StringDeserializer<Wrong> = name.clone().into_deserializer();
        Ok((seed.deserialize(text)?, Content { name, content }))
    }
}

/// What a variant holds.
pub(super) struct Content {
    name: String,
    content: Option<Value>,
}

impl Content {
    /// Reads it, in the variant's own place.
    fn read<T>(
        self,
        expected: &str,
        read: impl FnOnce(Value) -> Result<T, Wrong>,
    ) -> Result<T, Wrong> {
        let Self { name, content } = self;
        let nothing = || Wrong::invalid_type(Unexpected::UnitVariant, &expected);
        let value = content.ok_or_else(nothing)?;
        read(value).map_err(|wrong| wrong.within(&name))
    }
}

impl<'de> VariantAccess<'de> for Content {
    type Error = Wrong;

    fn unit_variant(self) -> Result<(), Wrong> {
        if self.content.is_none() {
            return Ok(());
        }
        self.read("a unit variant", <()>::deserialize)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Wrong> {
        self.read("a newtype variant", |value| seed.deserialize(value))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.read("a tuple variant", |value| value.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.read("a struct variant", |value| value.deserialize_map(visitor))
    }
}
