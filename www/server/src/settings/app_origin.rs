//! The origin of a front end that may call.

use std::str::FromStr;

use url::Url;

use super::is_loopback;

/// An origin as browsers write it: `https://host[:port]`, or http on the loopback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppOrigin(String);

/// Why a text is no origin that may call.
#[derive(Debug, thiserror::Error)]
#[error(
    "not the origin of a front end; expected: https://host[:port], or http://localhost[:port] \
     and its like on this machine; do: give what the address bar shows, without a path"
)]
pub struct NoAppOrigin;

impl AppOrigin {
    /// Gives the origin, as `Origin` has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an origin could be given as `--app-origin`.
    pub(crate) fn accepts(origin: &str) -> bool {
        origin.parse().is_ok_and(|Self(own)| own == origin)
    }
}

impl FromStr for AppOrigin {
    type Err = NoAppOrigin;

    fn from_str(text: &str) -> Result<Self, NoAppOrigin> {
        let url = Url::parse(text).map_err(|_| NoAppOrigin)?;
        let origin = url.origin().ascii_serialization();
        let bare = text.trim_end_matches('/').eq_ignore_ascii_case(&origin);
        let safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
        if !bare || !safe || origin.contains('*') {
            return Err(NoAppOrigin);
        }
        Ok(Self(origin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_as_browsers_write_it() {
        for (text, kept) in [
            ("http://localhost:5173", "http://localhost:5173"),
            ("http://127.0.0.1:5173/", "http://127.0.0.1:5173"),
            ("http://[::1]:5173", "http://[::1]:5173"),
            ("https://App.example", "https://app.example"),
        ] {
            let parsed = text.parse::<AppOrigin>();
            assert_eq!(parsed.expect("is an origin").as_str(), kept, "{text}");
        }
    }

    #[test]
    fn whatever_is_not_one_exact_safe_origin_is_refused() {
        for text in [
            "",
            "*",
            "null",
            "localhost:5173",
            "http://app.example",
            "https://*.app.example",
            "https://app.example/path",
            "https://app.example?x",
            "https://user@app.example",
            "https://app.example:444@evil.example",
            "http://localhost.evil.example",
            "file:///",
            "ws://localhost:5173",
        ] {
            assert!(text.parse::<AppOrigin>().is_err(), "{text}");
        }
    }
}
