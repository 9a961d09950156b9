//! A preset, said member by member: what is left out has its default.

use alloc::string::ToString;

use super::{Csrf, Endpoint, Expiry, Handle, List, LoginPage, Place, Preset, Sign, Step, Texts};

/// Each member that is one thing, or absent.
macro_rules! one {
    ($($member:ident $of:ty, $is:literal;)*) => {$(
        #[doc = concat!("Sets [`", stringify!($member), "`](#structfield.", stringify!($member), "): ", $is, ".")]
        #[must_use]
        #[inline(never)] // there is one of it, however many servers an application names
        pub fn $member(mut self, $member: impl Into<$of>) -> Self {
            self.$member = Some($member.into());
            self
        }
    )*};
}

/// Each member that may be several.
macro_rules! several {
    ($($member:ident $of:ty, $is:literal;)*) => {$(
        #[doc = concat!("Sets [`", stringify!($member), "`](#structfield.", stringify!($member), "): ", $is, ".")]
        #[must_use]
        #[inline(never)] // see above
        pub fn $member(mut self, $member: impl Into<List<$of>>) -> Self {
            self.$member = $member.into();
            self
        }
    )*};
}

/// The members, one by one.
impl Preset {
    one! {
        user Place, "where the claims stand";
        subject Place, "where the user's id stands";
        handle Handle, "what names the session itself";
        refresh Endpoint, "what renews an access part that lapses";
        touch Endpoint, "what moves the idle limit";
        csrf Csrf, "the token that proves that a request comes from the page";
        login Endpoint, "where credentials are posted";
        login_page LoginPage, "where one signs in by navigation";
        words Place, "where a refusal says why, for people";
    }

    several! {
        expiry Expiry, "when the session ends";
        authenticated Sign, "what an answer has to say besides carrying a user";
        anonymous Sign, "how an answer says that nobody is signed in";
        expired Sign, "how an answer says that the access part has lapsed";
        over Sign, "how an answer says that the session is over";
        step_up Sign, "how an answer asks for a stronger or more recent sign-in";
        mismatch Sign, "how an answer says that the cookie holds another session";
        logout Step, "how one signs out";
    }

    /// Sends this header with every request: [`headers`](#structfield.headers).
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers = Texts::one(name, value);
        self
    }

    /// Reads a body that is a list of objects as one object: [`pairs`](#structfield.pairs).
    #[must_use]
    pub fn pairs(mut self, name: &str, value: &str) -> Self {
        self.pairs = Some([name.to_string(), value.to_string()]);
        self
    }
}
