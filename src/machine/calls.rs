//! What the application asked for and waits to hear of.

use super::{
    CallId, Code, Effect, Error, Farewell, Machine, Reason, Status, Timer,
    input::Call,
    state::{Flight, Known},
    time::Millis,
};

/// A promise that is still open.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) id: CallId,
    pub(crate) call: Call,
    /// The last request sent before the call: only a later answer answers it.
    after: u32,
}

impl Machine {
    pub(super) fn called(&mut self, id: CallId, call: &Call) {
        match call {
            Call::Check => {
                self.farewell_now();
                self.wants.check = true;
            }
            Call::EnsureFresh(validity) if self.is_fresh(*validity) => {
                return self.resolve(id, false);
            }
            // Nothing renews this session by itself: asking is what there is.
            Call::Refresh | Call::EnsureFresh(_) if !self.config.refreshable => {
                return self.called(id, &Call::Check);
            }
            Call::Refresh | Call::EnsureFresh(_) => {
                if let Some(error) = self.refusal() {
                    return self.effect(Effect::Fail(id, error));
                }
                self.wants.refresh |= !self.refreshing() && self.authenticated();
            }
            Call::Extend => {
                if let Some(error) = self.refusal() {
                    return self.effect(Effect::Fail(id, error));
                }
                self.last_active = self.now.monotonic;
                if !self.config.touchable {
                    self.announce_activity();
                    return self.resolve(id, false);
                }
                self.wants.touch = true;
            }
            Call::Login | Call::LoginByNavigation => {
                if self.calls.iter().any(|waiting| waiting.call == Call::Login) {
                    let error = Error {
                        detail: Some("login() is already under way: wait for it".into()),
                        ..Code::ConfigInvalid.into()
                    };
                    return self.effect(Effect::Fail(id, error));
                }
                self.farewell_now();
                if *call == Call::LoginByNavigation {
                    self.leave_for_login();
                    return self.resolve(id, false);
                }
                self.wants.login = true;
            }
            Call::Logout { everywhere } => self.depart(Reason::LoggedOut, *everywhere),
        }
        self.calls.push(Waiting {
            id,
            call: call.clone(),
            after: self.last_request,
        });
    }

    /// Why there is nothing to renew, if so.
    fn refusal(&self) -> Option<Error> {
        match self.status {
            Status::Unauthenticated(_) => Some(Code::SessionEnded.into()),
            // The server's word binds even a caller; our own back-off does not.
            Status::Loading | Status::Authenticated => self
                .waiting_after()
                .filter(|error| error.retry_after.is_some()),
        }
    }

    fn is_fresh(&self, validity: Millis) -> bool {
        self.authenticated()
            && !self.refreshing()
            && self
                .known
                .as_ref()
                .and_then(|known| known.expires_at)
                .is_none_or(|at| at >= self.now.monotonic.after(validity))
    }

    pub(super) fn resolve(&mut self, id: CallId, confirmed: bool) {
        self.effect(Effect::Resolve { id, confirmed });
    }

    /// Resolves the calls that `which` picks.
    fn settle(&mut self, result: Result<bool, &Error>, which: impl Fn(&Waiting) -> bool) {
        let mut index = 0;
        while let Some(waiting) = self.calls.get(index) {
            if which(waiting) {
                let id = self.calls.remove(index).id;
                self.effect(match result {
                    Ok(confirmed) => Effect::Resolve { id, confirmed },
                    Err(error) => Effect::Fail(id, error.clone()),
                });
            } else {
                index += 1;
            }
        }
    }

    pub(super) fn resolve_checks(&mut self, flight: &Flight) {
        self.settle(Ok(false), |waiting| waiting.is_answered_by(flight));
    }

    pub(super) fn fail_checks(&mut self, flight: &Flight, error: &Error) {
        self.settle(Err(error), |waiting| waiting.is_answered_by(flight));
    }

    /// A check found that a refresh is needed: whoever waits for it waits for the refresh.
    pub(super) fn wait_for_refresh(&mut self, flight: &Flight) {
        for waiting in &mut self.calls {
            if waiting.is_answered_by(flight) {
                waiting.call = Call::Refresh;
            }
        }
    }

    pub(super) fn resolve_session_calls(&mut self) {
        self.settle(Ok(false), |waiting| waiting.call.needs_refresh());
    }

    pub(super) fn fail_session_calls(&mut self, error: &Error) {
        self.settle(Err(error), |waiting| {
            waiting.call.needs_refresh() || waiting.call == Call::Extend
        });
    }

    pub(super) fn settle_extend(&mut self, result: Result<bool, &Error>) {
        self.settle(result, |waiting| waiting.call == Call::Extend);
    }

    pub(super) fn settle_login(&mut self, result: Result<bool, &Error>) {
        self.settle(result, |waiting| waiting.call == Call::Login);
    }

    pub(super) fn settle_logout(&mut self, confirmed: bool) {
        self.settle(Ok(confirmed), |waiting| {
            matches!(waiting.call, Call::Logout { .. })
        });
    }

    /// A renewal failed: whoever waited for it hears why.
    pub(super) fn fail_waiting(&mut self, error: &Error) {
        self.settle(Err(error), |waiting| waiting.call.needs_refresh());
        self.fail_requests(error);
    }

    /// Confirms an unconfirmed logout at once.
    pub(super) fn farewell_now(&mut self) {
        if let Some(Farewell { due, .. }) = self.farewell.as_mut() {
            *due = true;
            self.timers.stop(Timer::Tombstone);
        }
    }
}

impl Waiting {
    fn is_answered_by(&self, flight: &Flight) -> bool {
        self.call == Call::Check && flight.request.is_some_and(|request| request.0 > self.after)
    }
}

impl Call {
    fn needs_refresh(&self) -> bool {
        matches!(self, Self::Refresh | Self::EnsureFresh(_))
    }
}

impl Known {
    /// Whether the access part has lapsed by our clock.
    pub(super) fn lapses_within(&self, span: Millis, now: super::Timestamp) -> bool {
        self.expires_at.is_some_and(|at| at <= now.after(span))
    }
}
