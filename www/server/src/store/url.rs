//! Where the store is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A store, as `--store` names it.
#[derive(Clone, PartialEq, Eq)]
pub enum StoreUrl {
    /// `sqlite::memory:`: in this process, and gone with it.
    Memory,
    /// `sqlite:FILE`: for one instance.
    File(PathBuf),
    /// `postgres://user@host/database`: for any number of instances.
    Postgres(String),
    /// `redis://host`: for any number of instances.
    Redis(String),
}

/// Why a text is no store.
#[derive(Debug, thiserror::Error)]
#[error(
    "not a store; expected: sqlite::memory:, sqlite:FILE, postgres://user@host/database or \
     redis://host[:port][/number]; do: correct it, or leave it out to keep all in memory"
)]
pub struct NoStore;

impl StoreUrl {
    /// Whether other instances may use it at the same time.
    pub fn is_shared(&self) -> bool {
        match self {
            Self::Memory | Self::File(_) => false,
            Self::Postgres(_) | Self::Redis(_) => true,
        }
    }

    /// Gives the file, of a store that is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Memory | Self::Postgres(_) | Self::Redis(_) => None,
        }
    }
}

impl FromStr for StoreUrl {
    type Err = NoStore;

    fn from_str(text: &str) -> Result<Self, NoStore> {
        let (scheme, rest) = text.split_once(':').ok_or(NoStore)?;
        let is_address = rest.len() > 2 && rest.starts_with("//");
        match scheme {
            "sqlite" if rest == ":memory:" => Ok(Self::Memory),
            "sqlite" => {
                let file = rest.strip_prefix("//").unwrap_or(rest);
                let is_file = !file.is_empty() && !file.starts_with(':');
                is_file.then(|| Self::File(file.into())).ok_or(NoStore)
            }
            "postgres" | "postgresql" if is_address => Ok(Self::Postgres(text.to_owned())),
            "redis" | "redis+unix" if is_address => Ok(Self::Redis(text.to_owned())),
            _ => Err(NoStore),
        }
    }
}

/// Without what may be a password.
impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("sqlite::memory:"),
            Self::File(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
            Self::Redis(_) => f.write_str("redis://…"),
        }
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_read_and_nothing_else() {
        for (text, shown) in [
            ("sqlite::memory:", "sqlite::memory:"),
            ("sqlite:a/b.db", "sqlite:a/b.db"),
            ("sqlite:///a/b.db", "sqlite:/a/b.db"),
            ("postgres://ada:secret@localhost/db", "postgres://…"),
            ("postgresql://localhost", "postgres://…"),
            ("redis://:secret@localhost:6379/1", "redis://…"),
        ] {
            let store = text.parse::<StoreUrl>().expect("is a store");
            assert_eq!(store.to_string(), shown);
            assert_eq!(format!("{store:?}"), shown);
        }
        for text in [
            "",
            "sqlite",
            "sqlite:",
            "sqlite::x",
            "mysql://x",
            "redis:x",
            "postgres://",
        ] {
            assert!(text.parse::<StoreUrl>().is_err(), "{text}");
        }
    }
}
