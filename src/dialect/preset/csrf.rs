//! The token that proves that a request comes from the page.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::{List, Place, Sign};

/// The token that proves that a request comes from the page: out of a `cookie`, `prime`d by a
/// request, or out of the header of an `answer`. It goes with every request but `GET`, `HEAD` and
/// `OPTIONS`, as `header` or as `field`.
///
/// A cookie is read when a request is sent. Of several with the name, which hosts and paths can set, the next
/// one is taken once the server has refused the one before. What was fetched is forgotten with each login,
/// refresh and logout, since servers change it then. A request refused for its token is sent once more
/// with a new one, and never makes anything refresh.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Csrf {
    /// The cookie that carries it, readable by script: of this host, or of a domain above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cookie: Option<String>,
    /// Another cookie for the refresh (flask-jwt-extended, `AuthX`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_cookie: Option<String>,
    /// The content of the `<meta>` of this name: the token of the page, until one was fetched or came with an
    /// answer (Rails).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<String>,
    /// The cookie is URL-encoded, and the header wants it decoded (Laravel).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub decode: bool,
    /// The path of a `GET` that sets the cookie, or that answers with the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prime: Option<String>,
    /// Where it stands in that answer, where no cookie can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// The header of any answer that brings it (`SuperTokens`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The header that it is sent in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Another header for the refresh (flask-jwt-extended). Default: the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_header: Option<String>,
    /// Each form has a token of its own: it is fetched for every request, and this parameter in the query of
    /// `prime` says for which path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_path: Option<String>,
    /// The field of the body that it is sent in, for session endpoints (Auth.js).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How a refusal for want of it is recognised.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub rejected: List<Sign>,
}

impl Csrf {
    /// Whose refusal is recognised so.
    #[must_use]
    pub fn rejected(mut self, rejected: impl Into<List<Sign>>) -> Self {
        self.rejected = rejected.into();
        self
    }
}
