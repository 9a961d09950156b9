//! What the application and the preset decide.

use super::time::{Millis, Span};

/// When refreshes happen without being asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RefreshWhen {
    /// While the page is visible.
    #[default]
    Visible,
    /// In hidden tabs too.
    Always,
    /// Only when a request needs it.
    OnDemand,
}

/// The settings of one machine. The shell parses and checks them; here they are only used.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each a habit of the server, or a wish
pub struct Config {
    /// Seeds the jitter.
    pub seed: u32,
    /// How long before expiry to refresh; `None`: a third of the lifetime, at most a minute.
    pub margin: Option<Span>,
    pub when: RefreshWhen,
    /// Whether the server has a way to refresh; if not, expiry ends the session.
    pub refreshable: bool,
    /// Whether the server is told of activity (`POST touch`).
    pub touchable: bool,
    /// Whether requests name the session they are meant for, so that the server refuses those for another one.
    pub takes_handle: bool,
    /// An idle limit of the application's own, for servers that keep none.
    pub idle: Option<Span>,
    /// How long before the idle limit to warn.
    pub idle_warning: Millis,
    /// Whether idle limits are mirrored at all.
    pub watch_idle: bool,
    /// A mistake on purpose, which the simulation has to find.
    #[cfg(feature = "planted-bugs")]
    pub planted: Option<super::Bug>,
}

impl Config {
    /// The defaults.
    pub const DEFAULT: Self = Self {
        seed: 1,
        margin: None,
        when: RefreshWhen::Visible,
        refreshable: true,
        touchable: true,
        takes_handle: true,
        idle: None,
        idle_warning: 60_000,
        watch_idle: true,
        #[cfg(feature = "planted-bugs")]
        planted: None,
    };
}

impl Default for Config {
    fn default() -> Self {
        Self::DEFAULT
    }
}
