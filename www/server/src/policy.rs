//! The lifetimes in force.

use crate::clock::Millis;
use crate::settings::{Settings, Strategy, Switch};

/// How long things live; a copy of the settings that a test build may change while running.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy {
    /// What the cookies of a new session hold.
    pub(crate) strategy: Strategy,
    /// The span of an access part.
    pub(crate) access: Millis,
    /// The span without user activity, if limited.
    pub(crate) idle: Option<Millis>,
    /// The span since sign-in, if limited.
    pub(crate) absolute: Option<Millis>,
    /// Whether a lapsed access part can be revived.
    pub(crate) refresh: bool,
    /// The span in which the immediate predecessor of a refresh token is a duplicate, not a theft.
    pub(crate) reuse_grace: Millis,
    /// The span in which a successor that nobody presented may be given again.
    pub(crate) lost_answer_grace: Millis,
    /// The greatest age of a sign-in for a protected transfer.
    pub(crate) step_up_max_age: Millis,
}

impl Policy {
    /// Reads the operator's settings.
    pub(crate) fn new(settings: &Settings) -> Self {
        let millis = |seconds: u32| Millis::from(seconds) * 1000;
        let limit = |seconds: u32| (seconds > 0).then(|| millis(seconds));
        Self {
            strategy: settings.strategy,
            access: millis(settings.access_lifetime),
            idle: limit(settings.idle),
            absolute: limit(settings.absolute),
            refresh: settings.refresh == Switch::On,
            reuse_grace: millis(settings.reuse_grace),
            lost_answer_grace: millis(settings.lost_answer_grace),
            step_up_max_age: millis(settings.step_up_max_age),
        }
    }
}
