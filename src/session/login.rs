//! How to sign in and out.

use core::time::Duration;

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{FormData, HtmlFormElement};

use super::page::object;

/// How to sign in: with credentials that are posted, or, with none, on the server's own page.
///
/// ```
/// # #[cfg(target_family = "wasm")] {
/// use hallpass::LoginOptions;
///
/// let posted = LoginOptions::default().credential("email", "demo@example.com").credential("password", "…");
/// let elsewhere = LoginOptions::default().return_to("/orders");
/// # let _ = (posted, elsewhere);
/// # }
/// ```
#[derive(Clone, Default)]
pub struct LoginOptions {
    credentials: Option<Object>,
    return_to: Option<String>,
    acr_values: Option<String>,
    max_age: Option<Duration>,
}

impl LoginOptions {
    /// Posts what a form's fields hold, by their names.
    ///
    /// ```no_run
    /// # #[cfg(target_family = "wasm")]
    /// # async fn example(session: hallpass::Session, form: web_sys::HtmlFormElement) -> Result<(), hallpass::Error> {
    /// session.login(hallpass::LoginOptions::form(&form)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn form(form: &HtmlFormElement) -> Self {
        // The fields of any form make an object.
        let fields = FormData::new_with_form(form).and_then(|fields| Object::from_entries(&fields));
        Self {
            credentials: Some(fields.unwrap_or_default()),
            ..Self::default()
        }
    }

    /// Something to post, such as `email` and `password`.
    #[must_use]
    pub fn credential(mut self, name: &str, value: impl Into<JsValue>) -> Self {
        let credentials = self.credentials.get_or_insert_with(Object::new);
        // Nothing but a frozen object refuses a property.
        let _ = Reflect::set(credentials, &name.into(), &value.into());
        self
    }

    /// Where to land after a redirect: a path on this origin. Default: the page one is on.
    #[must_use]
    pub fn return_to(mut self, path: impl Into<String>) -> Self {
        self.return_to = Some(path.into());
        self
    }

    /// Asks the sign-in page for a stronger sign-in (`acr_values` of `OpenID` Connect), where the preset
    /// knows how to say so.
    #[must_use]
    pub fn acr_values(mut self, values: impl Into<String>) -> Self {
        self.acr_values = Some(values.into());
        self
    }

    /// Asks the sign-in page for a recent sign-in (`max_age` of `OpenID` Connect), in whole seconds, where
    /// the preset knows how to say so.
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Returns what to post, if anything.
    pub(super) fn posted(&self) -> Option<JsValue> {
        let text = JSON::stringify(self.credentials.as_ref()?);
        text.ok().map(Into::into)
    }

    pub(super) fn landing(self) -> JsValue {
        // Seconds, which JavaScript has no more than 2^53 of.
        #[allow(clippy::cast_precision_loss)]
        let max_age = |age: Duration| JsValue::from(age.as_secs() as f64);
        object([
            ("returnTo", text(self.return_to)),
            ("acrValues", text(self.acr_values)),
            ("maxAge", self.max_age.map_or(JsValue::UNDEFINED, max_age)),
        ])
    }
}

/// What an object in a log shows: that there are credentials, never which.
impl core::fmt::Debug for LoginOptions {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("LoginOptions")
            .field("credentials", &self.credentials.as_ref().map(|_| "…"))
            .field("return_to", &self.return_to)
            .field("acr_values", &self.acr_values)
            .field("max_age", &self.max_age)
            .finish()
    }
}

/// How to sign out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogoutOptions {
    /// Ends the person's sessions on other devices too, where the server can.
    pub everywhere: bool,
    /// Where to land if the server signs out by a redirect: a path on this origin.
    pub return_to: Option<String>,
}

impl LogoutOptions {
    /// Ends the person's sessions on other devices too, where the server can.
    #[must_use]
    pub fn everywhere(mut self) -> Self {
        self.everywhere = true;
        self
    }

    /// Where to land if the server signs out by a redirect: a path on this origin. Default: `/`.
    #[must_use]
    pub fn return_to(mut self, path: impl Into<String>) -> Self {
        self.return_to = Some(path.into());
        self
    }

    pub(super) fn landing(self) -> JsValue {
        object([("returnTo", text(self.return_to))])
    }
}

fn text(text: Option<String>) -> JsValue {
    text.map_or(JsValue::UNDEFINED, Into::into)
}

/// What came of a logout: this page is signed out in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedOut {
    /// Whether the server has confirmed it; if not, it is told again until it has.
    pub confirmed: bool,
}
