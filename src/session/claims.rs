//! Claims as a type of the application, read as `serde_json` reads the same text.
//!
//! The browser has parsed the text already, so this reads its values: own members alone, so that `constructor` names
//! nothing that an object inherits, and all of them, so that `deny_unknown_fields` hears of each. An error says where.

mod members;
mod number;
mod variant;

use core::fmt;

use js_sys::{Array, Object};
use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error as _, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use wasm_bindgen::{JsCast, JsValue};

use members::Members;
use variant::Variant;

/// Reads claims.
pub(super) fn read<T: DeserializeOwned>(claims: &JsValue) -> Result<T, Wrong> {
    T::deserialize(Value(claims.clone()))
}

/// Why claims are not what the application expects.
#[derive(Debug)]
pub(super) struct Wrong {
    /// The names on the way to it, the innermost first.
    path: Vec<String>,
    words: String,
}

impl Wrong {
    /// Says that it happened within a member, or an item.
    fn within(mut self, name: &impl ToString) -> Self {
        self.path.push(name.to_string());
        self
    }
}

impl serde::de::Error for Wrong {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self {
            path: Vec::new(),
            words: words.to_string(),
        }
    }
}

/// The place as a JSON pointer, and what is wrong there.
impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the claims")?;
        for name in self.path.iter().rev() {
            write!(f, "/{name}")?;
        }
        write!(f, ": {}", self.words)
    }
}

impl core::error::Error for Wrong {}

/// A value of JSON, as the browser has it.
struct Value(JsValue);

impl Value {
    fn is_null(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }
}

/// An integer: what the browser could not read exactly is no number to go by.
macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            number::exact(&self.0)?;
            self.deserialize_any(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.is_null() {
            return visitor.visit_unit();
        }
        if let Some(is) = self.0.as_bool() {
            return visitor.visit_bool(is);
        }
        if let Some(number) = self.0.as_f64() {
            return number::visit(number, visitor);
        }
        if let Some(text) = self.0.as_string() {
            return visitor.visit_string(text);
        }
        match self.0.dyn_into::<Array>() {
            Ok(list) => Items::visit(list, visitor),
            Err(value) if value.is_object() => {
                Members::of(&Object::unchecked_from_js(value)).visit(visitor)
            }
            Err(value) => Err(Wrong::custom(format_args!("{value:?} is no JSON"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
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
        visitor.visit_enum(Variant::of(&self)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_unit()
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

/// The items of a list.
struct Items {
    list: Array,
    next: u32,
}

impl Items {
    /// Shows a list to a visitor, which has to want all of it.
    fn visit<'de, V: Visitor<'de>>(list: Array, visitor: V) -> Result<V::Value, Wrong> {
        let length = list.length();
        let mut items = Self { list, next: 0 };
        let value = visitor.visit_seq(&mut items)?;
        if items.next < length {
            return Err(Wrong::custom(format_args!(
                "a list of {length} items is longer than expected"
            )));
        }
        Ok(value)
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Wrong> {
        if self.next >= self.list.length() {
            return Ok(None);
        }
        let at = self.next;
        self.next += 1;
        let item = seed.deserialize(Value(self.list.get(at)));
        item.map(Some).map_err(|wrong| wrong.within(&at))
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.list.length() - self.next).ok()
    }
}
