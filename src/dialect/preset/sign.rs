//! How to recognise one kind of answer.

use serde::{Deserialize, Serialize};

use super::{HeaderPlace, Json, List, Place};

/// How to recognise one kind of answer: all that is said has to hold.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sign {
    /// The status, or several. Default: any success (2xx).
    ///
    /// 0 is a redirect that led away from JSON. Who is signed in, a redirect says only together with
    /// `at: { header: 'location' }`, the path at which it ends on the page's own origin: with the path of the
    /// server's sign-in page as `is`, no user is. A redirect to anywhere else is no answer, and asked again.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub status: List<u16>,
    /// Where to look, for `is` and `not`. Default: the whole body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// The value that stands there, or several possible ones; `{ has: text }` for any text that
    /// contains this one.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub is: List<Json>,
    /// Something stands there, but none of these.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub not: List<Json>,
    /// `true`: the body is a JSON object. `false`: it is no JSON, such as a page of HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<bool>,
}

impl Sign {
    /// Recognises by status alone.
    pub fn status(status: impl Into<List<u16>>) -> Self {
        Self {
            status: status.into(),
            ..Self::default()
        }
    }

    /// Recognises a redirect that ends at this path, on the origin of the page: the server's sign-in page.
    pub fn leads_to(path: &str) -> Self {
        Self {
            at: Some(Place::Header(HeaderPlace {
                header: "location".into(),
                ..HeaderPlace::default()
            })),
            is: Json::from(path).into(),
            ..Self::status(0)
        }
    }

    /// Recognises a success by a value.
    pub fn value(at: &str, is: impl Into<Json>) -> Self {
        Self::default().says(at, is)
    }

    /// With this value there.
    #[must_use]
    pub fn says(self, at: &str, is: impl Into<Json>) -> Self {
        self.says_value(at, is.into())
    }

    /// Of any kind: compiled once, not once for each.
    fn says_value(mut self, at: &str, is: Json) -> Self {
        self.at = Some(at.into());
        self.is.0.push(is);
        self
    }

    /// Or with this one.
    #[must_use]
    pub fn or(mut self, is: impl Into<Json>) -> Self {
        self.is.0.push(is.into());
        self
    }

    /// With something else than this there.
    #[must_use]
    pub fn lacks(mut self, at: &str, not: impl Into<Json>) -> Self {
        self.at = Some(at.into());
        self.not.0.push(not.into());
        self
    }

    /// With a JSON object as its body, or with no JSON at all.
    #[must_use]
    pub fn json(mut self, json: bool) -> Self {
        self.json = Some(json);
        self
    }
}
