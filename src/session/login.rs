//! How to sign in and out.

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{FormData, HtmlFormElement};

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

    /// Returns what to post, if anything.
    pub(super) fn posted(&self) -> Option<JsValue> {
        let text = JSON::stringify(self.credentials.as_ref()?);
        text.ok().map(Into::into)
    }

    pub(super) fn landing(self) -> JsValue {
        self.return_to.map_or(JsValue::UNDEFINED, Into::into)
    }
}

/// What an object in a log shows: that there are credentials, never which.
impl core::fmt::Debug for LoginOptions {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("LoginOptions")
            .field("credentials", &self.credentials.as_ref().map(|_| "…"))
            .field("return_to", &self.return_to)
            .finish()
    }
}

/// How to sign out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogoutOptions {
    /// Ends the person's sessions on other devices too, where the server can.
    pub everywhere: bool,
}

impl LogoutOptions {
    /// Ends the person's sessions on other devices too, where the server can.
    #[must_use]
    pub fn everywhere(mut self) -> Self {
        self.everywhere = true;
        self
    }
}

/// What came of a logout: this page is signed out in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedOut {
    /// Whether the server has confirmed it; if not, it is told again until it has.
    pub confirmed: bool,
}
