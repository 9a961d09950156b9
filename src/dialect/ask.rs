//! How a server is asked.

use super::{Preset, preset::Text};
use crate::machine::Intent;

/// A request to a session endpoint, ready to be sent but for its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub method: &'static str,
    pub path: Text,
    /// The JSON text of the body; credentials are the shell's to add.
    pub body: Option<&'static str>,
    /// Whether the answer may be waited for beyond the life of the page (`keepalive`).
    pub keepalive: bool,
}

/// Turns an intent into a request; `None` if the server has no such endpoint.
pub fn ask(preset: &Preset, intent: Intent) -> Option<Ask> {
    let post = |path: &Text, body| Ask {
        method: "POST",
        path: path.clone(),
        body,
        keepalive: true,
    };
    Some(match intent {
        Intent::Check => Ask {
            method: "GET",
            path: preset.session.clone(),
            body: None,
            keepalive: false,
        },
        Intent::Refresh => post(preset.refresh.as_ref()?, None),
        Intent::Touch => post(preset.touch.as_ref()?, None),
        Intent::Login => Ask {
            keepalive: false,
            ..post(&preset.login, None)
        },
        Intent::Logout { everywhere } => post(
            &preset.logout,
            everywhere.then_some(r#"{"everywhere":true}"#),
        ),
    })
}
