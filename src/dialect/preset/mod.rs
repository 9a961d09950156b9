//! How one server speaks, as data: the declaration that everything else is made from.
//!
//! The modules of the npm package (`hallpass/presets/…`), the TypeScript type `Preset`, what judges a
//! preset of an application, and the tables of the manual all come out of these types; the words
//! here are the words there. The interpreter (`read`, `judge`, `ask`) never sees them: it reads the
//! object that they become.
//!
//! A server that is known has a function of its name, and an application pays for those that it names. Another one is
//! declared in Rust, from its session endpoint on:
//!
//! ```
//! use hallpass::preset::{Endpoint, Expiry, Limit, Preset, Sign, Step, Unit};
//!
//! let preset = Preset::new("shop", "/api", Endpoint::at("/me"))
//!     .user("/user")
//!     .subject("/user/id")
//!     .expiry(Expiry::at("/expiresAt", Unit::Iso).of(Limit::Idle))
//!     .anonymous(Sign::status(401))
//!     .expired(Sign::status(401))
//!     .login(Endpoint::at("/login").refused(Sign::status(422)))
//!     .logout(Step::to("/logout"));
//! ```
//!
//! Each part has its own words for what servers do otherwise:
//!
//! ```
//! use hallpass::preset::{
//!     Csrf, Endpoint, Expiry, Handle, HeaderPlace, Json, Limit, List, LoginPage, Place, Preset, Sign, Step, Texts, Trust, Unit,
//! };
//!
//! let ends = Place::Header(HeaderPlace { header: "x-session-ends".into(), ..HeaderPlace::default() });
//! let refusals: List<Sign> = [Sign::status(422), Sign::value("/error", "locked").or("unknown")].into();
//! let name_and_password = Json::object([("user", Json::given("email")), ("password", Json::given("password"))]);
//! let preset = Preset {
//!     headers: Texts::from([("X-Requested-With", "spa")]),
//!     ..Preset::new("forms", "", Endpoint::at("/whoami").query("slide", "false").header("Accept", "application/json"))
//! }
//! .header("X-CSRF", "1")
//! .pairs("type", "value") // the claims are a list of those
//! .handle(Handle::at("/sid").header("X-Session"))
//! .expiry([
//!     Expiry { at: Some(ends), ..Expiry::default() },
//!     Expiry::at("/idle", Unit::InS).of(Limit::Idle).trust(Trust::Lower),
//! ])
//! .anonymous([Sign::leads_to("/sign-in"), Sign::status(200).json(false)])
//! .step_up(Sign::status(403).says("/error", Json::has("mfa")))
//! .csrf(Csrf { cookie: Some("csrf".into()), ..Csrf::default() }.rejected(Sign::status(419)))
//! .touch(Endpoint::at("/alive").method("GET"))
//! .login(
//!     Endpoint::at("/sign-in")
//!         .body(name_and_password)
//!         .form()
//!         .ok(Sign::default().lacks("/user", Json::Null))
//!         .refused(refusals)
//!         .incomplete(Sign::value("/mfa", true))
//!         .stale(Sign::status(409)),
//! )
//! .login_page(LoginPage { path: "/sso".into(), return_to: Some("next".into()), ..LoginPage::default() })
//! .logout([Step::to("/sign-out"), Step::to_what_is("/next").navigate()]);
//! assert!(!preset.logout.is_empty());
//! ```
//!
//! or read from JSON, in the words of the npm package; a member that there is not, or that is missing, is an error:
//!
//! ```
//! use hallpass::preset::Preset;
//!
//! let text = r#"{
//!     "name": "shop",
//!     "baseUrl": "/api",
//!     "session": { "path": "/me" },
//!     "subject": "/user/id",
//!     "anonymous": { "status": 401 }
//! }"#;
//! let preset: Preset = serde_json::from_str(text)?;
//! assert_eq!(preset.session.path, "/me");
//! let typo = serde_json::from_str::<Preset>(&text.replace("baseUrl", "baseURL"));
//! assert!(typo.is_err_and(|error| error.to_string().contains("unknown field `baseURL`")));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! What is a variant of a known server changes that: `Preset { touch: None, ..Preset::better_auth() }`.

mod built;
mod csrf;
mod endpoint;
mod expiry;
mod json;
mod list;
mod place;
#[cfg(feature = "schema")]
mod schema;
mod sign;
mod texts;

use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

pub use csrf::Csrf;
pub use endpoint::{Endpoint, LoginPage, Step};
pub use expiry::{Expiry, Limit, Trust, Unit};
pub use json::Json;
pub use list::List;
pub use place::{HeaderPlace, Place};
pub use sign::Sign;
pub use texts::Texts;

/// How one back end speaks: data, taken from `hallpass/presets/…` or written by you.
///
/// Of each answer the signs are looked at in this order: `csrf.rejected`, `stepUp`, `mismatch`,
/// the endpoint's own `refused`, `over`, `anonymous`, `expired`; the first that fits counts.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Preset {
    /// What it is called, in messages for people. A preset with a name is trusted to be right; one
    /// without is checked field by field when the session starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The prefix of all paths, such as `/api/auth`. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// Sent with every request, the application's own too, such as `{ 'X-CSRF': '1' }`: what a
    /// cross-site form cannot send.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub headers: Texts,
    /// The endpoint that says who is signed in, by default with `GET`. Where reading extends the
    /// session unless asked not to, its `query` asks not to (better-auth: `disableRefresh=true`).
    pub session: Endpoint,
    /// Where the claims stand: an object, or a signed token that `claims: jwt(…)` of `hallpass/jwt`
    /// reads. Then the claims take the token's place, and all other places look at them there.
    /// Default: the whole body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Place>,
    /// Where the person's id stands: text or a number. Unless there is `authenticated`, an answer
    /// without one is no user's session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Place>,
    /// What names the session itself, where a server tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<Handle>,
    /// The body is a list of objects, such as `{ type, value }`: read as one object, by the names of
    /// the two members. A type that comes twice has a list of values (Duende BFF).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<[String; 2]>,
    /// When the session ends; of each limit the first that says something counts. Default: the server
    /// does not tell, and its refusals alone show it.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub expiry: List<Expiry>,
    /// What an answer has to say besides carrying a user. Default: nothing, but then a `subject`.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub authenticated: List<Sign>,
    /// No user is signed in, says a session endpoint.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub anonymous: List<Sign>,
    /// The access part has lapsed, says any endpoint: `refresh` may revive it. Where there is none,
    /// the session endpoint is asked.
    ///
    /// A sign with a status of 2xx is for a server that says so in a success, as GraphQL does:
    /// `{ status: 200, at: '/errors/0/extensions/code', is: 'UNAUTHENTICATED' }`. The JSON of every success is
    /// read for that before your code gets the response; otherwise bodies of 4xx alone are.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub expired: List<Sign>,
    /// The session is over and nothing revives it, says any endpoint.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub over: List<Sign>,
    /// The user is signed in, but not strongly or recently enough: never a reason to refresh.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub step_up: List<Sign>,
    /// The cookie holds another session than the request named, and nothing was done.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub mismatch: List<Sign>,
    /// Renews an access part that lapses (rotation of tokens), by default with `POST`. Default:
    /// nothing, when the limit `session` has passed the session is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh: Option<Endpoint>,
    /// What moves the idle limit, by default with `POST`: sent when the user is active, and by
    /// `extend()`. Default: nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub touch: Option<Endpoint>,
    /// The token that proves that a request comes from the page. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csrf: Option<Csrf>,
    /// Where credentials are posted. Default: nowhere, one signs in by navigation or by the
    /// application's own form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<Endpoint>,
    /// Where one signs in by navigation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_page: Option<LoginPage>,
    /// How one signs out: one step, or several in order. The session endpoint is asked afterwards
    /// whether it worked.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub logout: List<Step>,
    /// Where a refusal says why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Place>,
}

/// The opaque public name of a session, which a server compares with the cookie.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Handle {
    /// Where it stands in the answer of the session endpoint.
    pub at: Place,
    /// The header that names it in requests. Default: requests do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

impl Handle {
    /// A handle that stands there, and that requests do not name.
    pub fn at(at: &str) -> Self {
        Self {
            at: at.into(),
            header: None,
        }
    }

    /// That requests name in this header.
    #[must_use]
    pub fn header(mut self, header: &str) -> Self {
        self.header = Some(header.to_string());
        self
    }
}

impl Preset {
    /// Returns a preset that knows its name, its prefix and its session endpoint.
    pub fn new(name: &str, base_url: &str, session: Endpoint) -> Self {
        Self::default().known_by(name, base_url, session)
    }

    /// Sets what every preset has: assigned to, the defaults are written once and copied nowhere.
    fn known_by(mut self, name: &str, base_url: &str, session: Endpoint) -> Self {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_string());
        self.name = given(name);
        self.base_url = given(base_url);
        self.session = session;
        self
    }
}
