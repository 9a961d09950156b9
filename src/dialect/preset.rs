//! How one server speaks, as data.

use alloc::borrow::Cow;

/// Text that is a literal in our own presets and comes from the application in its own.
pub type Text = Cow<'static, str>;

/// A JSON pointer (RFC 6901) into an answer.
pub type Pointer = Text;

/// How to recognise one kind of answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    pub status: u16,
    /// Where a machine-readable code stands.
    pub at: Pointer,
    /// The code.
    pub is: Text,
}

/// Where the facts about a session stand in the answer of the session endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// `true` or `false`: whether somebody is signed in.
    pub authenticated: Pointer,
    pub claims: Pointer,
    pub subject: Pointer,
    /// The opaque public handle of the session.
    pub handle: Pointer,
    /// Seconds from now.
    pub expires_in: Pointer,
    /// Seconds from now.
    pub idle_expires_in: Pointer,
    /// Seconds from now.
    pub absolute_expires_in: Pointer,
}

/// The contract of one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The prefix of the paths below.
    pub base: Text,
    /// A header that every request bears, and its value: what a cross-site form cannot send.
    pub header: (Text, Text),
    /// The header that names the session a request believes in.
    pub handle_header: Text,
    /// `GET`: who is signed in.
    pub session: Text,
    /// `POST`: renew; none if nothing renews a session.
    pub refresh: Option<Text>,
    /// `POST`: the user is there; none if the server keeps no idle limit.
    pub touch: Option<Text>,
    /// `POST`: end the session.
    pub logout: Text,
    /// Where the answer to a logout says where to go on.
    pub logout_redirect: Pointer,
    /// `POST` credentials, or navigate there.
    pub login: Text,
    /// The query parameter of the path to come back to.
    pub return_to: Text,
    pub facts: Where,
    pub expired: Sign,
    pub over: Sign,
    pub step_up: Sign,
    pub csrf_rejected: Sign,
    pub mismatch: Sign,
    pub refused: Sign,
    /// Where a refusal says why, for people.
    pub words: Pointer,
}

const fn text(text: &'static str) -> Text {
    Cow::Borrowed(text)
}

const fn sign(status: u16, is: &'static str) -> Sign {
    Sign {
        status,
        at: text("/error"),
        is: text(is),
    }
}

impl Preset {
    /// The `hallpass` contract: what a server written for it speaks.
    pub const HALLPASS: &'static Self = &{
        Self {
            base: text("/auth"),
            header: (text("X-CSRF"), text("1")),
            handle_header: text("Hallpass-Session"),
            session: text("/session"),
            refresh: Some(text("/refresh")),
            touch: Some(text("/touch")),
            logout: text("/logout"),
            logout_redirect: text("/logout_url"),
            login: text("/login"),
            return_to: text("return_to"),
            facts: Where {
                authenticated: text("/authenticated"),
                claims: text("/claims"),
                subject: text("/subject"),
                handle: text("/session"),
                expires_in: text("/expires_in"),
                idle_expires_in: text("/idle_expires_in"),
                absolute_expires_in: text("/absolute_expires_in"),
            },
            expired: sign(401, "session_expired"),
            over: sign(401, "session_ended"),
            step_up: sign(401, "insufficient_user_authentication"),
            csrf_rejected: sign(403, "csrf"),
            mismatch: sign(409, "session_mismatch"),
            refused: sign(401, "invalid_credentials"),
            words: text("/error_description"),
        }
    };
}
