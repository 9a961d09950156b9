//! Names and values.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

/// Names and values, in the order written: headers, a query.
///
/// A list, since the code of `BTreeMap` weighs more than a whole declaration.
///
/// ```
/// use hallpass::preset::Texts;
///
/// let mut headers = Texts::from([("X-CSRF", "1"), ("X-Requested-With", "spa")]);
/// headers.insert("X-CSRF", "2");
/// assert_eq!(headers, Texts::from([("X-Requested-With", "spa"), ("X-CSRF", "2")]));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(Vec<(String, String)>);

impl Texts {
    /// Returns whether there is no name in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets the value of a name; an earlier value of the same name is replaced.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.0.retain(|(there, _)| *there != name);
        self.0.push((name, value.into()));
    }

    /// Makes a list of a single name and its value.
    pub(super) fn one(name: &str, value: &str) -> Self {
        Self([(name.to_string(), value.to_string())].into())
    }
}

impl<K: Into<String>, V: Into<String>, const N: usize> From<[(K, V); N]> for Texts {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Texts {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut texts = Self::default();
        for (name, value) in pairs {
            texts.insert(name, value);
        }
        texts
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Texts, A::Error> {
        let mut texts = Texts::default();
        while let Some((name, value)) = members.next_entry::<String, String>()? {
            texts.insert(name, value);
        }
        Ok(texts)
    }
}
