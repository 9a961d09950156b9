//! The requests that a session takes.

use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

use super::{Json, List, Place, Sign, Texts};

/// A request to a session endpoint.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Endpoint {
    /// Begins with `/`, without the prefix; where the back end leaves it to you, what you made it.
    pub path: String,
    /// Default: `GET` for `session`, else `POST`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The query.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub query: Texts,
    /// Headers of this request alone.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub headers: Texts,
    /// The body; `{ from: name }` anywhere in it stands for the member of that name in `login()`'s credentials.
    /// Default: none, of `login` all that it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
    /// The body is sent as a form instead of as JSON.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub form: bool,
    /// How success is recognised where the answer does not carry the session: after a refresh or a
    /// touch the session endpoint is asked then. Default: the answer is that of the session endpoint.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub ok: List<Sign>,
    /// The answer that says no: of `login` wrong credentials, of `refresh` that there is nothing to
    /// be refreshed any more.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub refused: List<Sign>,
    /// Of `login`: the credentials were right, and more is wanted (a second factor, a verified e-mail
    /// address, accepted terms). `login()` rejects with `login_incomplete`, which has the response.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub incomplete: List<Sign>,
    /// Of `login`: cookies of an earlier session made the server refuse. They are cleared by a logout,
    /// and the credentials are posted a second time; without this they are posted once, whatever comes.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub stale: List<Sign>,
}

/// A step of a logout: a request, or a navigation.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// Begins with `/`, without the prefix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The place in the answer to the step before that holds the address; where it is empty, this step is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// Default: `POST`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The query.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub query: Texts,
    /// Headers of this request alone.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub headers: Texts,
    /// The body. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
    /// The body for `logout({ everywhere: true })`, where the server can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub everywhere: Option<Json>,
    /// The body is sent as a form instead of as JSON.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub form: bool,
    /// How success is recognised. Default: any 2xx, and a redirect; "already out", that is the signs
    /// `anonymous` and `over`, always counts as one.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub ok: List<Sign>,
    /// The page goes there: to this origin, or to another one by https.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub navigate: bool,
    /// The navigation itself ends the session; otherwise the page goes once the session is over.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub ends: bool,
    /// The query parameter of the path to come back to: what `logout({ returnTo })` says. Where the page
    /// goes, and the caller does not say: `/`; of a request, none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
}

/// A sign-in by navigation.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoginPage {
    /// Begins with `/`, without the prefix.
    pub path: String,
    /// The query parameter of the path to come back to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_to: Option<String>,
    /// The query parameter of `acrValues` (`acr_values` of OIDC), where the server passes it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr_values: Option<String>,
    /// The query parameter of `maxAge` (`max_age` of OIDC), where the server passes it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<String>,
}

/// What every request may have, one by one.
macro_rules! built_alike {
    ($($request:ty)*) => {$(
        impl $request {
            /// With this method instead of its own.
            #[must_use]
            pub fn method(mut self, method: &str) -> Self {
                self.method = Some(method.to_string());
                self
            }

            /// With this query.
            #[must_use]
            pub fn query(mut self, name: &str, value: &str) -> Self {
                self.query = Texts::one(name, value);
                self
            }

            /// With this header.
            #[must_use]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.headers = Texts::one(name, value);
                self
            }

            /// With this body.
            #[must_use]
            pub fn body(mut self, body: Json) -> Self {
                self.body = Some(body);
                self
            }

            /// As a form.
            #[must_use]
            pub fn form(mut self) -> Self {
                self.form = true;
                self
            }

            /// Whose success is recognised so.
            #[must_use]
            pub fn ok(mut self, ok: impl Into<List<Sign>>) -> Self {
                self.ok = ok.into();
                self
            }
        }
    )*};
}
built_alike!(Endpoint Step);

impl Endpoint {
    /// A request to this path.
    pub fn at(path: &str) -> Self {
        Self {
            path: path.to_string(),
            ..Self::default()
        }
    }

    /// Whose refusal is recognised so.
    #[must_use]
    pub fn refused(mut self, refused: impl Into<List<Sign>>) -> Self {
        self.refused = refused.into();
        self
    }

    /// Whose answer says so that more is wanted than the credentials.
    #[must_use]
    pub fn incomplete(mut self, incomplete: impl Into<List<Sign>>) -> Self {
        self.incomplete = incomplete.into();
        self
    }

    /// Whose answer says so that cookies of an earlier session are in the way.
    #[must_use]
    pub fn stale(mut self, stale: impl Into<List<Sign>>) -> Self {
        self.stale = stale.into();
        self
    }
}

impl Step {
    /// A request to this path.
    pub fn to(path: &str) -> Self {
        Self {
            path: Some(path.to_string()),
            ..Self::default()
        }
    }

    /// A request to where the step before said.
    pub fn to_what_is(at: &str) -> Self {
        Self {
            at: Some(at.into()),
            ..Self::default()
        }
    }

    /// Not a request, but where the page goes.
    #[must_use]
    pub fn navigate(mut self) -> Self {
        self.navigate = true;
        self
    }
}
