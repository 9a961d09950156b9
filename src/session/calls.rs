//! What a session is asked to do.

use core::time::Duration;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::{
    Session,
    error::Error,
    login::{LoggedOut, LoginOptions, LogoutOptions},
    page::{self, Page},
    snapshot::Snapshot,
};
use crate::machine::CallKind;

impl Session {
    /// Waits until the server has said whether a user is signed in.
    ///
    /// # Errors
    ///
    /// `disposed`. A server out of reach is no error here: no user is signed in, as far as is known,
    /// and the snapshot says why.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// if session.ready().await?.is_authenticated() {
    ///     // Show what only a user sees.
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn ready(&self) -> Result<Snapshot, Error> {
        self.needs_page()?;
        self.0.state.ready().await
    }

    /// Asks the server now: after a sign-in form of the app's own, say.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// // The application's own form has signed in.
    /// let snapshot = session.check().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn check(&self) -> Result<Snapshot, Error> {
        self.ask(CallKind::Check, JsValue::UNDEFINED).await
    }

    /// Refreshes now, or joins a refresh under way in any tab.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// let snapshot = session.refresh().await?;
    /// assert!(snapshot.is_authenticated());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn refresh(&self) -> Result<Snapshot, Error> {
        self.ask(CallKind::Refresh, JsValue::UNDEFINED).await
    }

    /// Refreshes unless the session stays valid for so long: before a WebSocket or a stream upload.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// use core::time::Duration;
    ///
    /// session.ensure_fresh(Duration::from_secs(60)).await?;
    /// // Open the WebSocket.
    /// # Ok(())
    /// # }
    /// ```
    pub async fn ensure_fresh(&self, validity: Duration) -> Result<Snapshot, Error> {
        self.needs_page()?;
        let seconds = validity.as_secs_f64();
        self.ask(CallKind::EnsureFresh, seconds.into()).await
    }

    /// Says "I am still here" to the server.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// // The user has answered "are you still there?".
    /// session.extend().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn extend(&self) -> Result<Snapshot, Error> {
        self.ask(CallKind::Extend, JsValue::UNDEFINED).await
    }

    /// Posts credentials, or leaves for the server's sign-in page where there are none.
    ///
    /// It goes on if its future is dropped, as every call does; [`LoginOptions::signal`] gives it up.
    ///
    /// # Errors
    ///
    /// `invalid_credentials`, in the server's words, or why the server could not be asked. [`Error::aborted`], if the
    /// signal of the options has given it up.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// use hallpass::{Code, LoginOptions};
    ///
    /// let credentials = LoginOptions::default().credential("email", "demo@example.com").credential("password", "…");
    /// match session.login(credentials).await {
    ///     Ok(snapshot) => assert!(snapshot.is_authenticated()),
    ///     Err(error) if error.code == Code::InvalidCredentials => println!("{}", error.message),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn login(&self, mut options: LoginOptions) -> Result<Snapshot, Error> {
        self.needs_page()?;
        let signal = options.signal.take();
        let (kind, argument) = match options.posted() {
            Some(credentials) => (CallKind::Login, credentials),
            None => (CallKind::LoginByNavigation, options.landing()),
        };
        let settled = self.settled(kind, &argument, signal.as_ref()).await?;
        settled.map_err(|thrown| {
            let given_up =
                signal.is_some_and(|signal| signal.aborted() && signal.reason() == thrown);
            let mut error = Error::read(&thrown);
            error.aborted |= given_up;
            error
        })?;
        Ok(self.snapshot())
    }

    /// Signs this page and every other tab out, at once, and tells the server.
    ///
    /// # Errors
    ///
    /// `disposed`. A server out of reach is no error: it is told until it has confirmed.
    ///
    /// ```no_run
    /// # async fn example(session: hallpass::Session) -> Result<(), hallpass::Error> {
    /// use hallpass::LogoutOptions;
    ///
    /// let logout = session.logout(LogoutOptions::default().return_to("/")).await?;
    /// if !logout.confirmed {
    ///     println!("The server is told once it can be reached.");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn logout(&self, options: LogoutOptions) -> Result<LoggedOut, Error> {
        self.needs_page()?;
        let settled = self.call(CallKind::Logout, &options.wanted()).await?;
        let confirmed = page::get(&settled, "confirmed").is_truthy();
        Ok(LoggedOut { confirmed })
    }

    async fn ask(&self, kind: CallKind, argument: JsValue) -> Result<Snapshot, Error> {
        self.call(kind, &argument).await?;
        Ok(self.snapshot())
    }

    async fn call(&self, kind: CallKind, argument: &JsValue) -> Result<JsValue, Error> {
        let settled = self.settled(kind, argument, None).await?;
        settled.map_err(|thrown| Error::read(&thrown))
    }

    /// Returns what a call came to, or what the page threw; an error where there is no page to ask.
    async fn settled(
        &self,
        kind: CallKind,
        argument: &JsValue,
        signal: Option<&AbortSignal>,
    ) -> Result<Result<JsValue, JsValue>, Error> {
        let call = |page: &Page| page.call(kind as u32, argument, signal);
        Ok(JsFuture::from(self.0.with_page(call)?).await)
    }
}
