//! A browser that signed in to an account before, known by a signed cookie (OWASP, device cookies).
//!
//! The cookie opens nothing. It spares its browser the brake that strangers set off by guessing at
//! the same account, and says nothing of the account to those who read it.

use crate::cookies::{Fresh, Kind};
use crate::refusal::Refusal;
use crate::secret::{self, Keys};

/// 180 days.
const KEEP: i64 = 15_552_000_000;

/// Gives the id of a browser, if the cookie it presented was signed for this account.
pub(crate) fn id<'a>(keys: &Keys, cookie: Option<&'a str>, subject: &str) -> Option<&'a str> {
    let (id, tag) = cookie?.split_once('.')?;
    keys.known.is_tag(&[id, subject], tag).then_some(id)
}

/// Makes a cookie for a browser that has just signed in.
pub(crate) fn cookie(keys: &Keys, subject: &str) -> Result<Fresh, Refusal> {
    let id = secret::token()?;
    let tag = keys.known.tag(&[&id, subject]);
    Ok(Fresh {
        kind: Kind::Known,
        value: format!("{id}.{tag}"),
        keep: Some(KEEP),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_good_for_one_account_and_cannot_be_made_up() {
        let keys = Keys::derive(&[[1; 32]]);
        let made = cookie(&keys, "ada").expect("is made").value;
        assert!(id(&keys, Some(&made), "ada").is_some());
        assert_eq!(id(&keys, Some(&made), "grace"), None);
        let other = Keys::derive(&[[2; 32]]);
        assert_eq!(id(&other, Some(&made), "ada"), None);
        let moved = made.replacen('.', "", 1);
        for wrong in [None, Some(""), Some("."), Some("x"), Some(moved.as_str())] {
            assert_eq!(id(&keys, wrong, "ada"), None, "{wrong:?}");
        }
    }
}
