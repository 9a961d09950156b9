//! What an application may observe, once each.

use super::{
    error::Error,
    id::{FetchId, Name},
    snapshot::Reason,
    words::{kinds, words},
};

words! {
    /// Which limit comes near.
    pub enum Limit {
        Session = "session",
        Idle = "idle",
        Absolute = "absolute",
    }
}

words! {
    /// Who ended the session.
    pub enum By {
        /// This page: `logout()` was called here.
        App = "app",
        /// Another tab: `logout()` was called there.
        Tab = "tab",
        /// The server, or a limit, also one of the application's own; the reason says which.
        Server = "server",
    }
}

kinds! {
    /// Something happened to the session.
    pub enum Event as EventKind {
        Authenticated = "authenticated",
        Refreshed = "refreshed",
        /// `expires_at`: epoch milliseconds.
        Expiring {
            limit: Limit,
            expires_at: i64,
        } = "expiring",
        Ended {
            reason: Reason,
            by: By,
        } = "ended",
        IdentityChanged {
            from: Option<Name>,
            to: Option<Name>,
        } = "identity-changed",
        /// A server wants a stronger sign-in before it goes on (RFC 9470 §3); the shell has its words.
        StepUp(FetchId) = "step-up",
        Fault(Error) = "fault",
    }
}
