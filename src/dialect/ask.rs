//! How a server is asked.

use super::Preset;
use crate::machine::Intent;

/// Stands for the credentials, which the shell keeps.
const CREDENTIALS: &str = "*";

/// A request to a session endpoint, ready to be sent but for its origin and its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask<'preset> {
    /// `POST`, else `GET`.
    pub post: bool,
    pub path: &'preset str,
    /// The JSON text of the body, empty for none; `*` for the credentials of a login.
    pub body: &'static str,
    /// Whether the request is to outlive the page (`keepalive`).
    pub keepalive: bool,
}

/// Turns an intent into a request; `None` if the server has no such endpoint.
pub fn ask(preset: &Preset, intent: Intent) -> Option<Ask<'_>> {
    let (path, body, keepalive) = match intent {
        Intent::Check => (&preset.session, "", false),
        Intent::Refresh => (preset.refresh.as_ref()?, "", true),
        Intent::Touch => (preset.touch.as_ref()?, "", true),
        Intent::Login => (&preset.login, CREDENTIALS, false),
        Intent::Logout { everywhere: false } => (&preset.logout, "", true),
        Intent::Logout { everywhere: true } => (&preset.logout, r#"{"everywhere":true}"#, true),
    };
    Some(Ask {
        post: intent != Intent::Check,
        path,
        body,
        keepalive,
    })
}
