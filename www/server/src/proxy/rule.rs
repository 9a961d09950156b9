//! Which paths go to which API.

use std::str::FromStr;

use url::Url;

/// A prefix of paths, and where they lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyRule {
    prefix: String,
    upstream: Url,
    /// Whether the path of the URL takes the place of the prefix.
    replaces: bool,
}

/// Why a text is no rule.
#[derive(Debug, thiserror::Error)]
#[error(
    "not a rule; expected: /prefix=http://host[:port][/path], where the prefix is neither / nor \
     below /auth, /.well-known or /test; do: correct it"
)]
pub struct NoProxyRule;

/// What this server answers by itself.
const OWN: [&str; 3] = ["auth", ".well-known", "test"];

impl FromStr for ProxyRule {
    type Err = NoProxyRule;

    fn from_str(text: &str) -> Result<Self, NoProxyRule> {
        let (prefix, url) = text.split_once('=').ok_or(NoProxyRule)?;
        let parts = prefix.strip_prefix('/').ok_or(NoProxyRule)?.split('/');
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
        let parts: Vec<&str> = parts.collect();
        let odd =
            |part: &&str| part.is_empty() || part.starts_with("..") || !part.chars().all(plain);
        if parts.iter().any(odd) || OWN.contains(&parts[0]) {
            return Err(NoProxyRule);
        }
        let upstream = Url::parse(url).map_err(|_| NoProxyRule)?;
        let bare = upstream.query().is_none()
            && upstream.fragment().is_none()
            && upstream.username().is_empty()
            && upstream.password().is_none();
        if !bare || !matches!(upstream.scheme(), "http" | "https") || !upstream.has_host() {
            return Err(NoProxyRule);
        }
        let authority = url.split_once("://").map_or("", |(_, rest)| rest);
        Ok(Self {
            prefix: prefix.to_owned(),
            replaces: authority.contains('/'),
            upstream,
        })
    }
}

impl ProxyRule {
    /// Gives the prefix, such as `/api`.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether a path stands below the prefix: `/api` and `/api/x`, not `/apis`.
    pub(crate) fn covers(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.prefix.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Tells where a path leads; none where it might lead elsewhere than it seems to.
    ///
    /// A URL without a path is given the whole path, a URL with one puts it in the place of the prefix.
    pub(crate) fn target(&self, path: &str, query: Option<&str>) -> Option<Url> {
        let rest = path.strip_prefix(self.prefix.as_str())?;
        if !is_plain(rest) {
            return None;
        }
        let mut target = self.upstream.clone();
        let base = self.upstream.path().trim_end_matches('/');
        let wanted = if self.replaces {
            format!("{base}{rest}")
        } else {
            path.to_owned()
        };
        target.set_path(&wanted);
        target.set_query(query);
        // The result is looked at, too: what a URL means is for the parser to say.
        let kept = if wanted.is_empty() {
            "/"
        } else {
            wanted.as_str()
        };
        (target.path() == kept && target.origin() == self.upstream.origin()).then_some(target)
    }
}

/// Whether no part of a path is one that servers read in different ways.
fn is_plain(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let odd = ["%2f", "%5c", "%00", "%2e", "\\", "//", ";"];
    !odd.iter().any(|odd| lower.contains(odd))
        && path.split('/').all(|part| part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> ProxyRule {
        text.parse().expect("is a rule")
    }

    #[test]
    fn a_url_without_a_path_is_given_the_whole_path_and_one_with_a_path_replaces_the_prefix() {
        for (rule_text, path, query, target) in [
            ("/api=http://h:1", "/api/a/b", None, "http://h:1/api/a/b"),
            ("/api=http://h:1", "/api", Some("x=1"), "http://h:1/api?x=1"),
            ("/api=http://h:1/", "/api/a", None, "http://h:1/a"),
            ("/api=http://h:1/", "/api", None, "http://h:1/"),
            (
                "/api=http://h:1/v1",
                "/api/a%20b",
                Some("q=%2F.."),
                "http://h:1/v1/a%20b?q=%2F..",
            ),
            ("/a/b=https://h/v1/", "/a/b/c", None, "https://h/v1/c"),
        ] {
            let found = rule(rule_text)
                .target(path, query)
                .expect("leads somewhere");
            assert_eq!(found.as_str(), target, "{rule_text} {path}");
        }
    }

    #[test]
    fn a_path_that_might_lead_elsewhere_leads_nowhere() {
        let rule = rule("/api=http://h:1/v1");
        for path in [
            "/api/../admin",
            "/api/..",
            "/api/./x",
            "/api/%2e%2e/admin",
            "/api/%2E./admin",
            "/api/a%2fb",
            "/api/a%5Cb",
            "/api/a\\b",
            "/api//evil.example/x",
            "/api/x;y",
            "/api/%00",
        ] {
            assert_eq!(rule.target(path, None), None, "{path}");
        }
    }

    #[test]
    fn a_prefix_is_covered_by_whole_parts() {
        let rule = rule("/api=http://h");
        assert!(rule.covers("/api") && rule.covers("/api/x") && rule.covers("/api/"));
        assert!(!rule.covers("/apis") && !rule.covers("/") && !rule.covers("/x/api"));
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in [
            "",
            "/api",
            "api=http://h",
            "/=http://h",
            "/auth=http://h",
            "/auth/x=http://h",
            "/.well-known=http://h",
            "/api/=http://h",
            "/a/../b=http://h",
            "/api=h",
            "/api=ftp://h",
            "/api=http://user@h",
            "/api=http://h/?x",
            "/api=http://h/#x",
        ] {
            assert!(text.parse::<ProxyRule>().is_err(), "{text}");
        }
    }
}
