//! Why the server does not start: what is wrong, what was expected, what to do.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::keyfile::KeyFileError;
use crate::settings::{SettingsError, StoreUrl};

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings do not go together.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The address is taken, or not this machine's.
    #[error(
        "{setting} {addr}: cannot listen there: {source}; expected: a free address of this \
         machine; do: choose another one (port 0 is always free)"
    )]
    Bind {
        /// `--addr` or `--admin`.
        setting: &'static str,
        /// The address tried.
        addr: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store cannot be opened.
    #[error(
        "--store {store}: cannot be opened: {reason}; expected: a file to read and write, or a \
         database that answers, of this version or an earlier one; do: correct it, or leave it out \
         to keep all in memory"
    )]
    Store {
        /// The store as given, without what may be a password.
        store: StoreUrl,
        /// What it said.
        reason: String,
    },
    /// The system has no randomness.
    #[error("no key can be drawn: {0}; expected: randomness of the system; do: see to the machine")]
    Random(getrandom::Error),
    /// No client for the APIs behind this server.
    #[error("--proxy: no HTTP client: {0}; expected: one that can be made; do: see to the machine")]
    Client(reqwest::Error),
    /// The provider is not what was expected of it.
    #[error(
        "--issuer {issuer}: {why}; expected: an OpenID provider that answers \
         {issuer}/.well-known/openid-configuration under this name; do: check the address, and that this \
         machine can reach it"
    )]
    Provider {
        /// The issuer as given.
        issuer: String,
        /// What is wrong with it.
        why: String,
    },
    /// The keys cannot be had.
    #[error(
        "--key-file {}: {source}; expected: a key a line, 43 characters of base64url, readable by \
         its owner alone; do: `chmod 600` it, or name a file that is missing, which is then made",
        path.display()
    )]
    Keys {
        /// The file as given.
        path: PathBuf,
        /// What is wrong with it.
        source: KeyFileError,
    },
}
