//! The tombstone: a cookie, not secret, that says a session is to die.
//!
//! It outlives the page where a logout could not reach the server (P14), and is all that hallpass
//! ever stores. Its value is the public handle of the session, behind a `~`.

use std::rc::Rc;

use super::js;

/// How long a logout may stay unconfirmed: 30 days.
const KEEP: &str = "; Max-Age=2592000";
const FORGET: &str = "; Max-Age=0";

/// The tombstone of one session name.
#[derive(Debug)]
pub(crate) struct Tombstone {
    cookie: String,
}

impl Tombstone {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            cookie: ["hallpass.", &js::encode(name), "=~"].concat(),
        }
    }

    /// Returns the handle on the tombstone, if there is one.
    pub(crate) fn read(&self) -> Option<Rc<str>> {
        let cookies = js::DOCUMENT.with(js::Document::cookie).ok()?;
        let handle = cookies
            .split("; ")
            .find_map(|cookie| cookie.strip_prefix(&self.cookie))?;
        js::decode(handle).ok().map(Rc::from)
    }

    pub(crate) fn write(&self, handle: &str) {
        self.store(&js::encode(handle), KEEP);
    }

    pub(crate) fn clear(&self) {
        self.store("", FORGET);
    }

    fn store(&self, value: &str, age: &str) {
        let secure = js::DOCUMENT
            .with(js::Document::base_uri)
            .starts_with("https:");
        let secure = if secure { "; Secure" } else { "" };
        let cookie = [
            &self.cookie,
            value,
            "; Path=/; SameSite=Strict",
            age,
            secure,
        ]
        .concat();
        // Blocked cookies: then there is no session cookie either.
        let _ = js::DOCUMENT.with(|document| document.set_cookie(&cookie));
    }
}
