//! What an operator may set, and the combinations the server refuses to start with.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use url::{Host, Url};

/// Runs the reference server of the hallpass contract.
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
    /// The `SQLite` file; without it everything lives in memory and ends with the process.
    #[arg(long, env = "HALLPASS_DB")]
    pub db: Option<PathBuf>,
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
    /// Seconds after sign-in in which `POST /api/transfer` needs no step-up.
    #[arg(long, env = "HALLPASS_STEP_UP_MAX_AGE", default_value_t = 300, value_parser = limit())]
    pub step_up_max_age: u32,
    /// The https origin that browsers see, when something in front terminates TLS.
    #[arg(long, env = "HALLPASS_PUBLIC_ORIGIN", conflicts_with = "trust_proxy")]
    pub public_origin: Option<Url>,
    /// Believes X-Forwarded-Proto and X-Forwarded-Host, which the proxy in front must always set.
    #[arg(long, env = "HALLPASS_TRUST_PROXY")]
    pub trust_proxy: bool,
    /// Writes the life of sessions to stderr, a JSON object a line, never a secret.
    #[arg(long, env = "HALLPASS_LOG")]
    pub log: bool,
}

/// 400 days: browsers clamp a longer cookie in silence (rfc6265bis section 5.5).
const LONGEST: i64 = 34_560_000;

fn span() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=LONGEST)
}

fn limit() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(0..=LONGEST)
}

/// What the cookies hold; the page cannot tell one from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// One opaque id; everything else stays on the server.
    Session,
    /// A short signed access token and a rotating opaque refresh token.
    Jwt,
}

/// On or off, spelt out so that both can be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// The feature works.
    On,
    /// The feature is absent.
    Off,
}

/// Why the server does not start: what is wrong, what was expected, what to do.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The address does not resolve.
    #[error(
        "--addr {addr}: not an address to listen on\n  expected: host:port, such as \
         127.0.0.1:8080\n  do: correct --addr (or HALLPASS_ADDR)"
    )]
    Address {
        /// The address as given.
        addr: String,
    },
    /// Another host could read the cookies on the wire.
    #[error(
        "--addr {addr}: would send session cookies over plain http beyond this machine\n  \
         expected: a loopback address, or https in front of the server\n  do: listen on \
         127.0.0.1, or put a TLS proxy in front and give --public-origin https://your.host (or \
         --trust-proxy)"
    )]
    PlainHttp {
        /// The address as given.
        addr: String,
    },
    /// The public origin is not one that can hold `__Host-` cookies.
    #[error(
        "--public-origin {origin}: not an https origin\n  expected: https://host[:port] without \
         a path\n  do: give the origin that browsers show in the address bar"
    )]
    PublicOrigin {
        /// The origin as given.
        origin: Url,
    },
}

impl Settings {
    /// Resolves the address and checks that no cookie could leave the machine unencrypted.
    pub fn check(&self) -> Result<SocketAddr, SettingsError> {
        let addr = self
            .addr
            .to_socket_addrs()
            .ok()
            .and_then(|mut found| found.next());
        let addr = addr.ok_or_else(|| SettingsError::Address {
            addr: self.addr.clone(),
        })?;
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
        Ok(addr)
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

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
