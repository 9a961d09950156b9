//! How to sign in and out.

use core::time::Duration;

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, FormData, HtmlFormElement};

use super::page::object;

/// How to sign in: with credentials that are posted, or, with none, on the server's own page.
///
/// ```
/// use core::time::Duration;
/// use hallpass::LoginOptions;
///
/// let posted = LoginOptions::default().credential("email", "demo@example.com").credential("password", "…");
/// let elsewhere = LoginOptions::default().return_to("/orders");
/// let stronger = LoginOptions::default().acr_values("mfa").max_age(Duration::from_secs(300));
/// # let _ = (posted, elsewhere, stronger);
/// ```
#[derive(Clone, Default)]
pub struct LoginOptions {
    credentials: Option<Object>,
    return_to: Option<String>,
    acr_values: Option<String>,
    max_age: Option<Duration>,
    pub(super) signal: Option<AbortSignal>,
}

impl LoginOptions {
    /// Posts what a form's fields hold, by their names.
    ///
    /// ```no_run
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
        // On a server there are no objects of JavaScript, and nothing is posted.
        if cfg!(not(target_family = "wasm")) {
            return self;
        }
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

    /// Gives the sign-in up when this signal aborts: a dialog that is closed, say. What was not posted never is; what was
    /// may have worked, and the snapshot shows what the session endpoint says of it.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session, form: web_sys::HtmlFormElement, closed: web_sys::AbortController) {
    /// use hallpass::LoginOptions;
    ///
    /// // Where the dialog is closed: `closed.abort()`.
    /// let login = session.login(LoginOptions::form(&form).signal(&closed.signal()));
    /// let given_up = login.await.is_err_and(|error| error.aborted);
    /// # }
    /// ```
    #[must_use]
    pub fn signal(mut self, signal: &AbortSignal) -> Self {
        self.signal = Some(signal.clone());
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
            .field("signal", &self.signal)
            .finish()
    }
}

/// How to sign out.
///
/// ```
/// use hallpass::LogoutOptions;
///
/// let options = LogoutOptions::default().everywhere().return_to("/goodbye");
/// assert!(options.everywhere);
/// ```
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

    pub(super) fn wanted(self) -> JsValue {
        object([
            ("everywhere", self.everywhere.into()),
            ("returnTo", text(self.return_to)),
        ])
    }
}

fn text(text: Option<String>) -> JsValue {
    text.map_or(JsValue::UNDEFINED, Into::into)
}

/// What came of a logout: this page is signed out in any case.
///
/// ```no_run
/// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
/// use hallpass::{LoggedOut, LogoutOptions};
///
/// let LoggedOut { confirmed, .. } = session.logout(LogoutOptions::default()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedOut {
    /// Whether the server has confirmed it; if not, it is told again until it has.
    pub confirmed: bool,
}
