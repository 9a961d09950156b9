//! Values as `serde_json` parsed them, where the browser has its own (`page/json.js`): the table in
//! `places.json` holds the two equal.

use base64::{Engine, engine::general_purpose::STANDARD};
use hallpass::{
    dialect::{Kind, Term, Value},
    machine::Name,
};
use serde_json::Value as Json;

/// A value, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen(pub(crate) Option<Json>);

impl From<Json> for Seen {
    fn from(value: Json) -> Self {
        Self(Some(value))
    }
}

impl Seen {
    fn pointed_at(&self, pointer: &str) -> Self {
        Self(
            self.0
                .as_ref()
                .and_then(|value| value.pointer(pointer))
                .cloned(),
        )
    }

    fn member(&self, name: &str) -> Self {
        Self(self.0.as_ref().and_then(|value| value.get(name)).cloned())
    }

    fn text(&self) -> Option<&str> {
        self.0.as_ref()?.as_str()
    }
}

impl Value for Seen {
    fn get(&self, term: Term) -> Self {
        self.member(term.as_str())
    }

    fn at(&self, index: u32) -> Self {
        Self(match &self.0 {
            Some(Json::Array(items)) => items.get(index as usize).cloned(),
            other => other.clone().filter(|_| index == 0),
        })
    }

    fn kind(&self) -> Kind {
        match &self.0 {
            None => Kind::Missing,
            Some(Json::Bool(false)) => Kind::False,
            Some(Json::Bool(true)) => Kind::True,
            Some(Json::String(_)) => Kind::Text,
            Some(Json::Object(_)) => Kind::Object,
            Some(Json::Null | Json::Number(_) | Json::Array(_)) => Kind::Other,
        }
    }

    fn number(&self) -> f64 {
        self.0.as_ref().and_then(Json::as_f64).unwrap_or(f64::NAN)
    }

    #[allow(clippy::cast_precision_loss)]
    fn time(&self) -> f64 {
        let parsed = self
            .text()
            .and_then(|text| text.parse::<jiff::Timestamp>().ok());
        parsed.map_or(f64::NAN, |at| at.as_millisecond() as f64)
    }

    fn word(&self) -> i32 {
        let term = self
            .text()
            .and_then(|text| Term::ALL.iter().find(|term| term.as_str() == text));
        term.map_or(-1, |term| *term as i32)
    }

    fn among(&self, wanted: &Self) -> bool {
        let wanted = match &wanted.0 {
            Some(Json::Array(items)) => items.clone(),
            other => other.clone().into_iter().collect(),
        };
        wanted
            .iter()
            .any(|one| match one.get("has").and_then(Json::as_str) {
                Some(part) => self.text().is_some_and(|text| text.contains(part)),
                None => self.0.as_ref() == Some(one),
            })
    }

    fn find(&self, place: &Self) -> Self {
        let Some(name) = place.member("header").0 else {
            return self
                .member("body")
                .pointed_at(place.text().unwrap_or_default());
        };
        let name = name.as_str().unwrap_or_default().to_owned();
        let mut header = self.member("headers").member(&name);
        if place.member("base64").kind() == Kind::True {
            let decoded = header.text().and_then(|text| STANDARD.decode(text).ok());
            header = Self(decoded.and_then(|bytes| serde_json::from_slice(&bytes).ok()));
        }
        header.pointed_at(place.member("at").text().unwrap_or_default())
    }

    fn name(&self) -> Name {
        match &self.0 {
            Some(Json::String(text)) => text.as_str().into(),
            Some(value) => value.to_string().as_str().into(),
            None => Name::NONE,
        }
    }
}
