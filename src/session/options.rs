//! What an application decides about its session.

use core::time::Duration;

use js_sys::Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use super::{
    error::Error,
    page::{object, origin},
    trace::{TraceEntry, Tracer},
};
use crate::{
    browser::PRESET,
    dialect::{Kind, Term, Value, preset::Preset},
    machine::{Code, Config, LONGEST, Millis, RefreshWhen, Span},
};

/// The options of a session; [`Session::start`](crate::Session::start) judges them.
///
/// ```
/// use core::time::Duration;
/// use hallpass::{Options, Preset, RefreshWhen};
///
/// let options = Options::new(Preset::hallpass())
///     .base_url("/auth")
///     .origin("https://api.example.com")
///     .name("staff")
///     .refresh_margin(Duration::from_secs(30))
///     .refresh_when(RefreshWhen::Always)
///     .idle(Duration::from_secs(600))
///     .idle_warning(Duration::from_secs(60));
/// let kiosk = Options::new(Preset::hallpass()).without_idle();
/// # let _ = (options, kiosk);
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    preset: Preset,
    base_url: Option<String>,
    origins: Vec<String>,
    name: String,
    margin: Option<Duration>,
    when: RefreshWhen,
    watch_idle: bool,
    idle: Option<Duration>,
    warn: Option<Duration>,
    debug: Option<Tracer>,
    #[cfg(feature = "jwt")]
    pub(super) jwt: Option<super::Jwt>,
}

impl Options {
    /// The defaults of a back end.
    #[must_use]
    pub fn new(preset: Preset) -> Self {
        Self {
            preset,
            base_url: None,
            origins: Vec::new(),
            name: "session".to_owned(),
            margin: None,
            when: RefreshWhen::Visible,
            watch_idle: true,
            idle: None,
            warn: None,
            debug: None,
            #[cfg(feature = "jwt")]
            jwt: None,
        }
    }

    /// Reads the claims out of a signed token, which the preset's `user` points at.
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn jwt(mut self, jwt: super::Jwt) -> Self {
        self.jwt = Some(jwt);
        self
    }

    /// The prefix of the preset's paths: absolute, or on this origin.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// A further origin whose requests belong to this session. It gets its credentials.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.push(origin.into());
        self
    }

    /// Separates two sessions on one origin.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// How long ahead of expiry to refresh; a third of the lifetime, at most a minute, by default.
    #[must_use]
    pub fn refresh_margin(mut self, margin: Duration) -> Self {
        self.margin = Some(margin);
        self
    }

    /// Whether hidden tabs refresh too, or none unless a request needs it.
    #[must_use]
    pub fn refresh_when(mut self, when: RefreshWhen) -> Self {
        self.when = when;
        self
    }

    /// An idle limit of the application's own; the server's is mirrored in any case.
    #[must_use]
    pub fn idle(mut self, timeout: Duration) -> Self {
        self.idle = Some(timeout);
        self
    }

    /// How long ahead of the idle limit to warn; a minute by default.
    #[must_use]
    pub fn idle_warning(mut self, warn: Duration) -> Self {
        self.warn = Some(warn);
        self
    }

    /// Mirrors no idle limit and watches no activity.
    #[must_use]
    pub fn without_idle(mut self) -> Self {
        self.watch_idle = false;
        self
    }

    /// Calls back with what happens and what is decided, one entry each, and never a secret: to see why
    /// a user was signed out. A release without this carries none of its code.
    ///
    /// ```
    /// use hallpass::{Options, Preset};
    /// use web_sys::console;
    ///
    /// let options = Options::new(Preset::hallpass()).debug(|entry| {
    ///     // effect send id=3 intent=refresh path=/refresh
    ///     console::debug_1(&entry.to_string().into());
    /// });
    /// # let _ = options;
    /// ```
    #[must_use]
    pub fn debug(mut self, listener: impl Fn(&TraceEntry) + 'static) -> Self {
        self.debug = Some(Tracer::new(listener));
        self
    }

    pub(super) fn tracer(&self) -> Option<&Tracer> {
        self.debug.as_ref()
    }

    /// Returns the settings as the page has them; an error for what cannot work.
    pub(super) fn settings(&self) -> Result<JsValue, Error> {
        let wrong = |what: String| Err(Error::new(Code::ConfigInvalid, what));
        if self.name.is_empty() {
            return wrong("name is empty".to_owned());
        }
        // A relative one has a base.
        if let Some(url) = &self.base_url
            && origin(url, "http://a").is_none()
        {
            return wrong(format!("base_url is {url}, not an http(s) URL"));
        }
        let origins = Array::new();
        for url in &self.origins {
            match origin(url, url) {
                Some(origin) => origins.push(&origin.into()),
                None => return wrong(format!("origin is {url}, not an http(s) URL")),
            };
        }
        if self.idle.is_some_and(|idle| span(idle).millis() == 0) {
            return wrong("idle is less than a millisecond".to_owned());
        }
        if let (Some(idle), Some(warn)) = (self.idle, self.warn)
            && warn >= idle
        {
            return wrong(format!(
                "idle_warning is {warn:?}, not less than the {idle:?} of idle"
            ));
        }
        // Plain data: nothing of it can be refused.
        let preset = self.preset.serialize(&Serializer::json_compatible());
        let base = self.base_url.as_deref();
        let watched = || object([]);
        Ok(object([
            ("preset", preset.unwrap_or(JsValue::UNDEFINED)),
            ("baseUrl", base.map_or(JsValue::UNDEFINED, JsValue::from)),
            ("origins", origins.into()),
            ("name", (&*self.name).into()),
            (
                "idle",
                if self.watch_idle {
                    watched()
                } else {
                    JsValue::FALSE
                },
            ),
        ]))
    }

    /// Returns what the machine has to know; the page shows the preset meanwhile.
    pub(super) fn config(&self, seed: u32) -> Config {
        let has = |endpoint| PRESET.get(endpoint).kind() == Kind::Object;
        let defaults = Config::default();
        Config {
            seed,
            margin: self.margin.map(span),
            when: self.when,
            refreshable: has(Term::Refresh),
            touchable: has(Term::Touch),
            takes_handle: PRESET.get(Term::Handle).has(Term::Header),
            idle: self.idle.map(span),
            idle_warning: self
                .warn
                .map_or(defaults.idle_warning, |warn| span(warn).millis()),
            watch_idle: self.watch_idle,
            #[cfg(feature = "planted-bugs")]
            planted: None,
        }
    }
}

fn span(duration: Duration) -> Span {
    Millis::try_from(duration.as_millis())
        .unwrap_or(LONGEST)
        .into()
}
