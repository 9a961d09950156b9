//! A refresh of unknown outcome: it may have rotated the credential, and is made good while the server allows it (P5).

use super::{
    Machine, Sink,
    state::{Flight, Step},
    time::Millis,
};

/// How long a server that allows for lost answers takes the credential before the last one (docs/servers).
pub(super) const WINDOW: Millis = 30_000;

impl<S: Sink> Machine<S> {
    /// A refresh that is given up, or failed, may have rotated the credential, and a sign-in may have worked. That of a
    /// session which the user has left matters no more.
    pub(super) fn note_doubt(&mut self, flight: &Flight) {
        self.login_in_doubt |= matches!(flight.step, Step::LoggingIn | Step::VerifyingLogin);
        let matters = self.is_open() || flight.epoch == self.epoch;
        if matters && matches!(flight.step, Step::Refreshing { .. }) {
            self.doubt = self.doubt.min(flight.since);
        }
    }

    /// Whether a refresh of unknown outcome can still be made good: in a hidden page too, before the server takes
    /// the old credential for a stolen one.
    pub(super) fn is_to_be_settled(&self) -> bool {
        self.doubt.comes() && self.now.monotonic.since(self.doubt) < WINDOW
    }

    /// Whether more than half of the time is over in which it can be made good.
    pub(super) fn is_to_be_settled_now(&self) -> bool {
        self.is_to_be_settled() && self.now.monotonic.since(self.doubt) >= WINDOW / 2
    }
}
