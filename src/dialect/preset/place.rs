//! Where something stands in an answer.

use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

/// Where something stands in an answer: a JSON pointer (RFC 6901) into the body, such as `/user/id`,
/// the empty one for the whole; or a header.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Place {
    Body(String),
    Header(HeaderPlace),
}

/// A place in a response header. Of another origin, the server has to expose it
/// (`Access-Control-Expose-Headers`).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeaderPlace {
    /// The name of the header.
    pub header: String,
    /// Its value is JSON in base64; a signed token is not, see `user`.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub base64: bool,
    /// A JSON pointer into that, or into the claims of the token that it is. Default: the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

impl From<&str> for Place {
    fn from(pointer: &str) -> Self {
        Self::Body(pointer.to_string())
    }
}
