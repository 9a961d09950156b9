//! When a session ends, as its server says it.

use serde::{Deserialize, Serialize};

use super::Place;

/// One limit of the session. A moment in the past, a negative span and anything that is no number (of
/// `iso`: no date) say nothing: so servers write what has no end.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expiry {
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// Which limit it is. Default: `session`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Limit>,
    /// How it is written. Default: `in_s`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// How far it can be trusted. Default: `exact`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<Trust>,
    /// Seconds that the server still accepts the session afterwards (and may extend it).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    /// Seconds to assume where nothing is said: the lifetime that you configured on the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assume: Option<f64>,
}

/// What ends.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// What a refresh renews; without one, the session itself.
    Session,
    /// The time without activity; a touch moves it.
    Idle,
    /// The time since the sign-in; nothing moves it.
    Absolute,
}

/// How a moment or a span is written.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// ISO 8601 text: any offset, any number of decimals.
    Iso,
    /// Seconds since 1970.
    S,
    /// Milliseconds since 1970.
    Ms,
    /// Seconds from the answer on.
    InS,
    /// Milliseconds from the answer on.
    InMs,
}

/// How far a limit can be trusted.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    Exact,
    /// It counts from every answer, though only some extend the session (Django's `get_expiry_age`,
    /// the `expiry_date` of tower-sessions): what was said first holds until a login, a refresh or
    /// a touch.
    Upper,
    /// The session may live longer (express-session with `rolling` says when it would have ended).
    /// Believed as it stands: a limit that has passed is asked about before it counts.
    Lower,
}

impl Expiry {
    /// A limit that stands there, in this unit.
    pub fn at(at: &str, unit: Unit) -> Self {
        Self {
            at: Some(at.into()),
            unit: Some(unit),
            ..Self::default()
        }
    }

    /// Of this kind.
    #[must_use]
    pub fn of(mut self, limit: Limit) -> Self {
        self.of = Some(limit);
        self
    }

    /// To be trusted so far.
    #[must_use]
    pub fn trust(mut self, trust: Trust) -> Self {
        self.trust = Some(trust);
        self
    }
}
