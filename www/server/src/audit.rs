//! What the server tells its operator: the life of sessions, never a secret.

use tracing::{info, warn};

/// One thing worth a line in the log (ASVS 16.3: create, renew, destroy, reuse, rejection).
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A session began.
    SignedIn { session: String, subject: String },
    /// A sign-in failed; at this account, if there is one.
    SignInFailed { subject: Option<String> },
    /// A sign-in had to wait, because one of the counts of failures was full.
    SignInBraked {
        by: &'static str,
        subject: Option<String>,
    },
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
    CsrfRefused { why: String },
    /// A request believed in another session than its cookie holds.
    Mismatched { session: String },
    /// A late answer to a refresh was withheld, because the session had ended meanwhile.
    Withheld { session: String },
    /// The provider gave a session other tokens.
    ProviderRefreshed { session: String },
    /// The provider confirmed that a token is dead.
    Revoked { kind: &'static str, attempts: u32 },
    /// The provider ended sessions of a user.
    BackchannelLogout { ended: usize },
    /// A protected call ran under this identity.
    Executed {
        session: String,
        subject: String,
        route: String,
    },
}

impl Event {
    /// Names its kind, in the log and among the counters.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::SignedIn { .. } => "signed_in",
            Self::SignInFailed { .. } => "sign_in_failed",
            Self::SignInBraked { .. } => "sign_in_braked",
            Self::Refreshed { .. } => "refreshed",
            Self::Rotated { .. } => "rotated",
            Self::Coalesced { .. } => "coalesced",
            Self::Reused { .. } => "reused",
            Self::Touched { .. } => "touched",
            Self::Ended { .. } => "ended",
            Self::CsrfRefused { .. } => "csrf_refused",
            Self::Mismatched { .. } => "mismatched",
            Self::Withheld { .. } => "withheld",
            Self::ProviderRefreshed { .. } => "provider_refreshed",
            Self::Revoked { .. } => "revoked",
            Self::BackchannelLogout { .. } => "backchannel_logout",
            Self::Executed { .. } => "executed",
        }
    }

    /// Writes the event into the log, beside what the request's span says.
    pub(crate) fn log(&self) {
        let name = self.name();
        match self {
            Self::SignedIn { session, subject } => info!(session, subject, "{name}"),
            Self::SignInFailed { subject } => info!(subject, "{name}"),
            Self::SignInBraked { by, subject } => warn!(by, subject, "{name}"),
            Self::Refreshed { session } => info!(session, "{name}"),
            Self::Rotated { session } => info!(session, "{name}"),
            Self::Coalesced { session } => info!(session, "{name}"),
            Self::Reused { session } => warn!(session, "{name}"),
            Self::Touched { session } => info!(session, "{name}"),
            Self::Ended { session, why } => info!(session, why, "{name}"),
            Self::CsrfRefused { why } => warn!(why, "{name}"),
            Self::Mismatched { session } => info!(session, "{name}"),
            Self::Withheld { session } => info!(session, "{name}"),
            Self::ProviderRefreshed { session } => info!(session, "{name}"),
            Self::Revoked { kind, attempts } => info!(kind, attempts, "{name}"),
            Self::BackchannelLogout { ended } => info!(ended, "{name}"),
            Self::Executed {
                session,
                subject,
                route,
            } => info!(session, subject, route, "{name}"),
        }
    }
}
