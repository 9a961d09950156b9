//! Where a sign-in may lead: a path of this origin, or the front page.

use url::Url;

/// Gives the path to return to, or `/` for anything that might leave this origin.
///
/// The text is resolved as a browser resolves a `Location`, and the *result* is looked at: `/.//x`
/// is a path before and another host after normalisation (RFC 9700 section 4.11, open redirectors).
pub(crate) fn safe(wanted: Option<&str>) -> String {
    wanted.and_then(path).unwrap_or_else(|| "/".to_owned())
}

fn path(wanted: &str) -> Option<String> {
    let plain = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && !wanted.chars().any(char::is_control);
    if !plain || wanted.len() > 2048 {
        return None;
    }
    let here = Url::parse("http://here.invalid").ok()?;
    let there = here.join(wanted).ok()?;
    if there.origin() != here.origin() || there.path().starts_with("//") {
        return None;
    }
    there
        .as_str()
        .strip_prefix("http://here.invalid")
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_this_origin_is_kept_with_its_query_and_fragment() {
        for kept in [
            "/",
            "/orders",
            "/orders?page=2&q=%2F%2Fevil",
            "/a/b#c",
            "/~x/@y:z",
        ] {
            assert_eq!(safe(Some(kept)), kept);
        }
    }

    #[test]
    fn whatever_might_leave_this_origin_leads_to_the_front_page() {
        for refused in [
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/a/..//evil.example",
            "/%2e//evil.example",
            "https://evil.example",
            "http:/evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "evil.example",
            "@evil.example",
            "",
            "?x",
            "#x",
            "/a\r\nX: y",
            "/\u{0}x",
        ] {
            assert_eq!(safe(Some(refused)), "/", "{refused:?}");
        }
        assert_eq!(safe(Some(&format!("/{}", "a".repeat(3000)))), "/");
        assert_eq!(safe(None), "/");
    }
}
