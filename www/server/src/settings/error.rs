//! What the server refuses to start with.

use std::net::SocketAddr;
use std::path::PathBuf;

use url::Url;

/// Why the server does not start: what is wrong, what was expected, what to do.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The address does not resolve.
    #[error(
        "{setting} {addr}: not an address to listen on; expected: host:port, such as \
         127.0.0.1:8080; do: correct it"
    )]
    Address {
        /// `--addr` or `--admin`.
        setting: &'static str,
        /// The address as given.
        addr: String,
    },
    /// The operator's routes would be open to every browser.
    #[error(
        "--admin {addr}: is the address of --addr; expected: one of its own, which browsers do not \
         reach; do: choose another port"
    )]
    Admin {
        /// The address of both.
        addr: SocketAddr,
    },
    /// Two APIs for one prefix.
    #[error(
        "--proxy {prefix}=…: is given twice; expected: one API a prefix; do: leave one of them out"
    )]
    Proxy {
        /// The prefix.
        prefix: String,
    },
    /// Another host could read the cookies on the wire.
    #[error(
        "--addr {addr}: would send session cookies over plain http beyond this machine; \
         expected: a loopback address, or https in front of the server; do: listen on \
         127.0.0.1, or put a TLS proxy in front and give --public-origin https://your.host (or \
         --trust-proxy)"
    )]
    PlainHttp {
        /// The address as given.
        addr: String,
    },
    /// The public origin is not one that can hold `__Host-` cookies.
    #[error(
        "--public-origin {origin}: not an https origin; expected: https://host[:port] without \
         a path; do: give the origin that browsers show in the address bar"
    )]
    PublicOrigin {
        /// The origin as given.
        origin: Url,
    },
    /// There is nothing to serve.
    #[error(
        "--app {}: not a directory; expected: the directory of the app's static files; do: \
         build the app first, or correct --app",
        dir.display()
    )]
    App {
        /// The directory as given.
        dir: PathBuf,
    },
    /// Anybody who reads the manual could sign in.
    #[error(
        "--demo: has accounts whose passwords are published; expected: a loopback --addr, and \
         neither --public-origin nor --trust-proxy; do: leave --demo out (for a development \
         server in front, give --app-origin in place of --public-origin)"
    )]
    ExposedDemo,
    /// What is set for a provider leads nowhere.
    #[error(
        "--client-id and --client-secret-file: without a provider; expected: --issuer beside them; do: \
         give --issuer URL, or leave them out"
    )]
    NoIssuer,
    /// The issuer is no address that tokens may go to.
    #[error(
        "--issuer {0}: not an issuer that can be trusted; expected: https://host[/path], or http on \
         this machine alone; do: give the `issuer` of the provider, letter by letter"
    )]
    Issuer(String),
    /// The provider would not know who asks.
    #[error(
        "--client-id: missing; expected: the id that the provider gave this server; do: register it \
         there as a confidential client, and give --client-id (or HALLPASS_CLIENT_ID)"
    )]
    NoClientId,
    /// The provider would not believe who asks.
    #[error(
        "--client-secret-file: missing; expected: a file with the secret that the provider gave; do: \
         write it into a file that its owner alone can read, and name that file"
    )]
    NoClientSecret,
    /// The secret cannot be had.
    #[error(
        "--client-secret-file {}: {why}; expected: a file with the secret that the provider gave; do: \
         check the path and who may read it",
        file.display()
    )]
    ClientSecret {
        /// The file as given.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The provider would not sign anybody in.
    #[error(
        "--scope {0:?}: without openid; expected: scopes separated by spaces, openid among them; do: \
         add openid"
    )]
    Scope(String),
    /// Anybody could end sessions and read their secrets.
    #[error(
        "--test-knobs: breaks every promise of the server on purpose; expected: a loopback \
         --addr, and neither --public-origin nor --trust-proxy; do: leave --test-knobs out"
    )]
    ExposedKnobs,
}
