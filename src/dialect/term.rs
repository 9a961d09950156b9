//! The words that presets, answers and options consist of, as far as the engine knows them.

/// Declares the words, and the enum of them.
macro_rules! terms {
    ($($name:ident = $text:literal,)*) => {
        /// The name of a member, or a value that is one of a few words.
        ///
        /// A number, so that no text has to cross the border of the npm module: `page/names.js` has
        /// the same list.
        #[allow(clippy::doc_markdown)] // the words as they are written
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Term { $(#[doc = concat!("`", $text, "`")] $name,)* }

        impl Term {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

terms! {
    Session = "session",
    Refresh = "refresh",
    Touch = "touch",
    Login = "login",
    Logout = "logout",
    Ok = "ok",
    Navigate = "navigate",
    Ends = "ends",
    Path = "path",
    Csrf = "csrf",
    Prime = "prime",
    Rejected = "rejected",
    StepUp = "stepUp",
    Mismatch = "mismatch",
    Refused = "refused",
    Over = "over",
    Anonymous = "anonymous",
    Expired = "expired",
    Status = "status",
    Is = "is",
    Not = "not",
    Json = "json",
    At = "at",
    Body = "body",
    Now = "now",
    User = "user",
    Subject = "subject",
    Handle = "handle",
    Authenticated = "authenticated",
    Expiry = "expiry",
    Of = "of",
    Unit = "unit",
    Iso = "iso",
    Ms = "ms",
    S = "s",
    InMs = "in_ms",
    Idle = "idle",
    Absolute = "absolute",
    Assume = "assume",
    Tolerance = "tolerance",
    Trust = "trust",
    Upper = "upper",
    Margin = "margin",
    When = "when",
    Always = "always",
    OnDemand = "on-demand",
    Timeout = "timeout",
    Warn = "warn",
}
