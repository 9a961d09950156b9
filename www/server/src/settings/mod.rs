//! What an operator may set, and the combinations the server refuses to start with.

mod app_origin;
mod error;
mod parameter;
mod provider;
mod values;

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use ipnet::IpNet;
use url::{Host, Url};

pub use app_origin::AppOrigin;
pub use error::SettingsError;
pub use parameter::Parameter;
pub use provider::{ClaimRule, ProviderSettings};
pub(crate) use provider::{Relying, is_safe};
pub use values::{Log, Strategy, Switch};
use values::{count, limit, net, span};

pub use crate::proxy::ProxyRule;

pub use crate::store::url::StoreUrl;

/// Runs the reference server of the hallpass contract.
// Each is a switch of the command line.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Parser)]
#[command(name = "hallpass-server", version)]
pub struct Settings {
    /// Where to listen; port 0 lets the system choose.
    #[arg(long, env = "HALLPASS_ADDR", default_value = "127.0.0.1:8080")]
    pub addr: String,
    /// What the cookies hold: an opaque id, or a short access JWT with a rotating refresh token.
    #[arg(long, env = "HALLPASS_STRATEGY", value_enum, default_value_t = Strategy::Session)]
    pub strategy: Strategy,
    /// The directory of static files to serve; unknown paths answer with its index.html.
    #[arg(long, env = "HALLPASS_APP")]
    pub app: Option<PathBuf>,
    /// Where everything is kept: `sqlite::memory:` (it ends with the process), `sqlite:FILE`, or for
    /// any number of instances <postgres://user@host/database> or <redis://host>.
    #[arg(
        long,
        env = "HALLPASS_STORE",
        value_name = "URL",
        conflicts_with = "db"
    )]
    pub store: Option<StoreUrl>,
    /// The same as --store sqlite:FILE.
    #[arg(long, env = "HALLPASS_DB", value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// The file with the server's keys, made if it is missing: the first line signs, the others still
    /// verify. Without it the keys end with the process.
    #[arg(long, env = "HALLPASS_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// Seconds an access part lives before it needs a refresh.
    #[arg(long, env = "HALLPASS_ACCESS_LIFETIME", default_value_t = 300, value_parser = span())]
    pub access_lifetime: u32,
    /// Seconds without user activity until a session ends; 0 turns the limit off.
    #[arg(long, env = "HALLPASS_IDLE", default_value_t = 1800, value_parser = limit())]
    pub idle: u32,
    /// Seconds after sign-in until a session ends, whatever happens; 0 turns the limit off.
    #[arg(long, env = "HALLPASS_ABSOLUTE", default_value_t = 28800, value_parser = limit())]
    pub absolute: u32,
    /// Whether a lapsed access part can be refreshed; off means signing in again.
    #[arg(long, env = "HALLPASS_REFRESH", value_enum, default_value_t = Switch::On)]
    pub refresh: Switch,
    /// Seconds in which a duplicate of the refresh token just replaced gets the same successor; well
    /// above the ten after which a client gives an answer up for lost.
    #[arg(long, env = "HALLPASS_REUSE_GRACE", default_value_t = 30, value_parser = limit())]
    pub reuse_grace: u32,
    /// Seconds in which a refresh token gets the same successor again as long as nobody presented
    /// that: its answer was lost, perhaps with a lid that closed.
    #[arg(long, env = "HALLPASS_LOST_ANSWER_GRACE", default_value_t = 3600, value_parser = limit())]
    pub lost_answer_grace: u32,
    /// Seconds after sign-in in which `POST /api/transfer` needs no step-up.
    #[arg(long, env = "HALLPASS_STEP_UP_MAX_AGE", default_value_t = 300, value_parser = limit())]
    pub step_up_max_age: u32,
    /// The origin of a front end that may call besides this server's own, such as
    /// <http://localhost:5173> for a development server that forwards /auth and /api; repeatable.
    #[arg(
        long,
        env = "HALLPASS_APP_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    pub app_origin: Vec<AppOrigin>,
    /// The origin of the front end, where that is not this server's own: it may call, and there
    /// sign-ins by navigation and logouts at the provider lead back.
    #[arg(long, env = "HALLPASS_FRONT_END", value_name = "ORIGIN")]
    pub front_end: Option<AppOrigin>,
    /// An API behind this server: paths below the prefix go there with the session's access token.
    /// <http://host> is given the whole path, <http://host/> and <http://host/v1> put theirs in the
    /// place of the prefix; repeatable.
    #[arg(
        long,
        env = "HALLPASS_PROXY",
        value_name = "PREFIX=URL",
        value_delimiter = ','
    )]
    pub proxy: Vec<ProxyRule>,
    /// Where /healthz, /readyz and /metrics (Prometheus) are answered; off without.
    #[arg(long, env = "HALLPASS_ADMIN", value_name = "ADDR")]
    pub admin: Option<String>,
    /// A proxy in front, or a network of them, whose `Forwarded` or `X-Forwarded-For` tells the
    /// client's address; repeatable. Nothing else is believed.
    #[arg(long, env = "HALLPASS_TRUSTED_PROXY", value_name = "IP|NET", value_delimiter = ',', value_parser = net)]
    pub trusted_proxy: Vec<IpNet>,
    /// Failed sign-ins that an account may have at once; another is free every 60/n seconds.
    #[arg(long, env = "HALLPASS_FAILURES_PER_ACCOUNT", default_value_t = 5, value_parser = count())]
    pub failures_per_account: u32,
    /// Failed sign-ins that may come from one address at once; another is free every 60/n seconds.
    #[arg(long, env = "HALLPASS_FAILURES_PER_ADDRESS", default_value_t = 30, value_parser = count())]
    pub failures_per_address: u32,
    /// Failed sign-ins of all browsers that are not known; another is free every 60/n seconds.
    #[arg(long, env = "HALLPASS_FAILURES_IN_TOTAL", default_value_t = 300, value_parser = count())]
    pub failures_in_total: u32,
    /// Seconds in which a request has to come whole and be answered.
    #[arg(long, env = "HALLPASS_REQUEST_TIMEOUT", default_value_t = 15, value_parser = span())]
    pub request_timeout: u32,
    /// Has the accounts of the demo, whose passwords are published; on a loopback address alone.
    #[arg(long, env = "HALLPASS_DEMO")]
    pub demo: bool,
    /// The https origin that browsers see, when something in front terminates TLS.
    #[arg(long, env = "HALLPASS_PUBLIC_ORIGIN", conflicts_with = "trust_proxy")]
    pub public_origin: Option<Url>,
    /// Believes X-Forwarded-Proto and X-Forwarded-Host, which the proxy in front must always set.
    #[arg(long, env = "HALLPASS_TRUST_PROXY")]
    pub trust_proxy: bool,
    /// What the life of sessions is written to stderr as; never with a secret.
    #[arg(long, env = "HALLPASS_LOG", value_enum, default_value_t = Log::Json, num_args = 0..=1,
          default_missing_value = "json", require_equals = true)]
    pub log: Log,
    /// Sign-in by an OpenID provider.
    #[command(flatten)]
    pub provider: ProviderSettings,
    /// Has routes under /test that break the server on purpose; on a loopback address alone.
    #[cfg_attr(feature = "test-knobs", arg(long))]
    #[cfg_attr(not(feature = "test-knobs"), arg(skip))]
    pub test_knobs: bool,
}

impl Settings {
    /// Resolves the address and checks that no cookie could leave the machine unencrypted.
    pub fn check(&self) -> Result<SocketAddr, SettingsError> {
        let addr = resolved("--addr", &self.addr)?;
        self.check_admin(addr)?;
        self.check_proxy()?;
        if let Some(origin) = &self.public_origin {
            let bare = origin.path() == "/" && origin.query().is_none();
            let plain_loopback = origin.scheme() == "http" && is_loopback(origin);
            if !bare || (origin.scheme() != "https" && !plain_loopback) {
                return Err(SettingsError::PublicOrigin {
                    origin: origin.clone(),
                });
            }
        }
        if !addr.ip().is_loopback() && !self.is_secure() {
            return Err(SettingsError::PlainHttp {
                addr: self.addr.clone(),
            });
        }
        if let Some(dir) = &self.app
            && !dir.is_dir()
        {
            return Err(SettingsError::App { dir: dir.clone() });
        }
        let exposed = !addr.ip().is_loopback() || self.public_origin.is_some() || self.trust_proxy;
        if exposed && self.demo {
            return Err(SettingsError::ExposedDemo);
        }
        if exposed && self.has_knobs() {
            return Err(SettingsError::ExposedKnobs);
        }
        Ok(addr)
    }

    /// Tells where the store is.
    pub fn store(&self) -> StoreUrl {
        let file = self.db.clone().map(StoreUrl::File);
        self.store.clone().or(file).unwrap_or(StoreUrl::Memory)
    }

    /// Resolves the address of `--admin`, which must be another one.
    fn check_admin(&self, addr: SocketAddr) -> Result<(), SettingsError> {
        match self.admin_addr()? {
            Some(admin) if admin == addr && admin.port() != 0 => Err(SettingsError::Admin { addr }),
            Some(_) | None => Ok(()),
        }
    }

    /// Gives the address of `--admin`.
    pub(crate) fn admin_addr(&self) -> Result<Option<SocketAddr>, SettingsError> {
        let admin = self.admin.as_ref();
        admin.map(|admin| resolved("--admin", admin)).transpose()
    }

    /// Refuses two rules for one prefix.
    fn check_proxy(&self) -> Result<(), SettingsError> {
        let mut prefixes: Vec<&str> = self.proxy.iter().map(ProxyRule::prefix).collect();
        prefixes.sort_unstable();
        match prefixes.windows(2).find(|two| two[0] == two[1]) {
            Some(two) => Err(SettingsError::Proxy {
                prefix: two[0].to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// Whether a path goes to an API behind this server.
    pub(crate) fn is_proxied(&self, path: &str) -> bool {
        self.proxy.iter().any(|rule| rule.covers(path))
    }

    /// How long a request may take.
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.request_timeout.into())
    }

    /// Whether a proxy is in front of which nothing is known, so that all clients have its address.
    pub(crate) fn hides_clients(&self) -> bool {
        (self.public_origin.is_some() || self.trust_proxy) && self.trusted_proxy.is_empty()
    }

    /// Whether the routes under `/test` are there: compiled in, and asked for.
    pub(crate) fn has_knobs(&self) -> bool {
        self.test_knobs
    }

    /// Whether pages of any other origin may call, so that CORS has something to say.
    pub(crate) fn has_callers(&self) -> bool {
        self.callers().next().is_some() || self.has_knobs()
    }

    /// Whether an origin is one of `--app-origin` or `--front-end`, letter by letter.
    pub(crate) fn is_app_origin(&self, origin: &str) -> bool {
        self.callers().any(|app| app.as_str() == origin)
    }

    fn callers(&self) -> impl Iterator<Item = &AppOrigin> {
        self.app_origin.iter().chain(&self.front_end)
    }

    /// Where a path of the front end is: at the origin of `--front-end`, else at this one.
    pub(crate) fn in_front(&self, path: &str) -> String {
        let origin = self.front_end.as_ref().map_or("", AppOrigin::as_str);
        format!("{origin}{path}")
    }

    /// Whether browsers reach this server over https, so that cookies are `__Host-` and `Secure`.
    pub fn is_secure(&self) -> bool {
        self.trust_proxy
            || self
                .public_origin
                .as_ref()
                .is_some_and(|url| url.scheme() == "https")
    }
}

fn resolved(setting: &'static str, addr: &str) -> Result<SocketAddr, SettingsError> {
    let found = addr.to_socket_addrs().ok();
    let first = found.and_then(|mut found| found.next());
    first.ok_or_else(|| SettingsError::Address {
        setting,
        addr: addr.to_owned(),
    })
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
