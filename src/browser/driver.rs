//! Inputs in: owns the machine, and reads what the page says happened.

use super::border::{Border, show};
use crate::machine::{Config, Machine, Now, Timestamp};

/// One session in one page.
pub(crate) struct Driver {
    pub(super) machine: Machine<Border>,
    /// When the session ends by what was said of it last, in epoch milliseconds; NaN for unknown.
    pub(super) granted: f64,
    /// Whether a logout was the last thing asked for.
    pub(super) leaving: bool,
}

impl Driver {
    pub(crate) const fn new() -> Self {
        Self {
            machine: Machine::with(Config::DEFAULT, Border::new()),
            granted: f64::NAN,
            leaving: false,
        }
    }

    /// Sets up a session that has not started.
    pub(crate) fn configure(&mut self, config: Config) {
        self.machine.configure(config);
    }

    /// Takes what happened, by the number of its `InputKind`, and says what to do, in order, and
    /// then how the session stands; returns when to call again, on the monotonic clock.
    #[allow(clippy::too_many_arguments)] // plain values cross the border at no cost, objects do not
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )]
    pub(crate) fn push(
        &mut self,
        kind: u32,
        id: u32,
        a: f64,
        b: f64,
        monotonic: f64,
        wall: f64,
    ) -> f64 {
        let now = Now {
            monotonic: Timestamp(monotonic as u64),
            wall: wall as i64,
        };
        self.machine.look_at_clock(now);
        self.tell(kind, id, a, b);
        show(&self.machine.snapshot());
        let due = self.machine.due();
        due.map_or(f64::INFINITY, |at| at.0 as f64)
    }
}
