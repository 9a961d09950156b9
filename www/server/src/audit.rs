//! What the server tells its operator: the life of sessions, never a secret.

use serde::Serialize;

/// One thing worth a line in the log (ASVS 16.3: create, renew, destroy, reuse, rejection).
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event {
    /// A session began.
    SignedIn { session: String, subject: String },
    /// A sign-in failed.
    SignInFailed,
    /// A refresh gave a session a new access part.
    Refreshed { session: String },
    /// A refresh token was replaced by its successor.
    Rotated { session: String },
    /// A duplicate refresh got the successor that already existed.
    Coalesced { session: String },
    /// An old refresh token came back, and its family was revoked.
    Reused { session: String },
    /// The user was active.
    Touched { session: String },
    /// A session ended before its time.
    Ended { session: String, why: &'static str },
    /// A request did not prove that it came from the page.
    CsrfRefused,
    /// A request believed in another session than its cookie holds.
    Mismatched { session: String },
    /// A late answer to a refresh was withheld, because the session had ended meanwhile.
    Withheld { session: String },
    /// A protected call ran under this identity.
    Executed {
        session: String,
        subject: String,
        route: String,
    },
}
