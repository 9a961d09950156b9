//! What the application asked for and waits to hear of.

use core::mem::discriminant;

use super::{
    CallId, Code, Detail, Effect, Error, Farewell, Machine, Reason, Sink, Status, Timer, Timestamp,
    input::Call,
    state::{Flight, Known, Purpose},
    time::{LONGEST, Millis},
};

/// A promise that is still open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    pub(crate) id: CallId,
    pub(crate) call: Call,
    /// The last request sent before the call: only a later answer answers it.
    after: u32,
    /// Its check found the session lapsed: the renewal answers it.
    lapsed: bool,
}

impl<S: Sink> Machine<S> {
    pub(super) fn called(&mut self, id: CallId, call: Call) {
        match call {
            Call::Check => self.farewell_now(),
            Call::EnsureFresh(validity) if self.is_fresh(validity) => {
                return self.resolve(id, false);
            }
            // Nothing renews this session by itself: asking is what there is.
            Call::Refresh | Call::EnsureFresh(_) if !self.config.refreshable => {
                return self.called(id, Call::Check);
            }
            Call::Refresh | Call::EnsureFresh(_) => {
                if let Some(error) = self.refusal() {
                    return self.effect(Effect::Fail(id, error));
                }
            }
            Call::Extend => {
                if let Some(error) = self.refusal() {
                    return self.effect(Effect::Fail(id, error));
                }
                self.last_active = self.now.monotonic;
                if self.is_idle_limit_ours() {
                    self.announce_activity();
                }
                if !self.config.touchable {
                    return self.resolve(id, false);
                }
            }
            Call::Login | Call::LoginByNavigation => {
                if self.is_waiting(&Call::Login) {
                    let error = Error {
                        detail: Some(Detail::LoginUnderWay),
                        ..Code::ConfigInvalid.into()
                    };
                    return self.effect(Effect::Fail(id, error));
                }
                self.farewell_now();
                self.wants.login = matches!(call, Call::Login);
            }
            Call::Logout { everywhere } => {
                let late = everywhere && self.is_gone_from_here_alone();
                self.depart(Reason::LoggedOut, everywhere);
                if late {
                    return self.resolve(id, false);
                }
            }
        }
        self.calls.push(Waiting {
            id,
            call,
            after: self.last_request,
            lapsed: false,
        });
    }

    /// Why there is nothing to renew, if so.
    fn refusal(&self) -> Option<Error> {
        match self.status {
            Status::Unauthenticated(_) => Some(Code::SessionEnded.into()),
            // The server's word binds even a caller; our own back-off does not.
            Status::Loading | Status::Authenticated => {
                self.held_back().filter(|error| error.retry_after.is_some())
            }
        }
    }

    fn is_fresh(&self, validity: Millis) -> bool {
        self.authenticated()
            && !self.refreshing()
            && self
                .known
                .as_ref()
                .is_none_or(|known| lasts(known.expires_at, validity, self.now.monotonic))
    }

    /// A call that waits keeps its wish alive, whatever came between.
    pub(super) fn wish(&mut self) {
        let (mut renewal, mut touch) = (false, false);
        for waiting in self.calls.iter() {
            self.wants.check |= matches!(waiting.call, Call::Check) && !waiting.lapsed;
            renewal |= waiting.needs_renewal();
            touch |= matches!(waiting.call, Call::Extend);
        }
        if self.authenticated() {
            self.wants.touch |= touch;
            if renewal && !self.wants.check {
                self.want_refresh();
            }
        }
    }

    pub(super) fn resolve(&mut self, id: CallId, confirmed: bool) {
        self.effect(Effect::Resolve { id, confirmed });
    }

    /// Resolves the calls that `which` picks.
    fn settle(&mut self, result: Result<bool, Error>, which: &dyn Fn(&Waiting) -> bool) {
        let mut index = 0;
        while let Some(&waiting) = self.calls.get(index) {
            if which(&waiting) {
                let id = waiting.id;
                self.calls.remove(index);
                self.effect(match result {
                    Ok(confirmed) => Effect::Resolve { id, confirmed },
                    Err(error) => Effect::Fail(id, error),
                });
            } else {
                index += 1;
            }
        }
    }

    pub(super) fn resolve_checks(&mut self, flight: &Flight) {
        self.settle(Ok(false), &|waiting| waiting.is_answered_by(flight));
    }

    pub(super) fn fail_checks(&mut self, flight: &Flight, error: Error) {
        self.settle(Err(error), &|waiting| waiting.is_answered_by(flight));
    }

    /// A check found that a refresh is needed: whoever waits for it waits for the refresh.
    pub(super) fn wait_for_refresh(&mut self, flight: &Flight) {
        let mut index = 0;
        while let Some(waiting) = self.calls.get_mut(index) {
            waiting.lapsed |= waiting.is_answered_by(flight);
            index += 1;
        }
    }

    /// A check may show that what was to be made fresh is fresh.
    pub(super) fn resolve_fresh(&mut self) {
        let Some(&Known { expires_at, .. }) = self.known.as_ref() else {
            return;
        };
        let now = self.now.monotonic;
        self.settle(Ok(false), &|waiting| {
            matches!(waiting.call, Call::EnsureFresh(span) if lasts(expires_at, span, now))
        });
    }

    pub(super) fn resolve_session_calls(&mut self) {
        self.settle(Ok(false), &Waiting::needs_renewal);
    }

    /// There is no session any more, or another one: that answers a check, and fails the rest.
    pub(super) fn fail_session_calls(&mut self, code: Code) {
        self.settle(Ok(false), &|waiting| waiting.lapsed);
        self.settle(Err(code.into()), &Waiting::needs_session);
    }

    /// Settles all calls of this kind.
    #[inline(never)] // said in many places: each is to be small
    pub(super) fn settle_all(&mut self, call: &'static Call, result: Result<bool, Error>) {
        self.settle(result, &|waiting| waiting.is(call));
    }

    /// A renewal failed: whoever waited for it hears why.
    pub(super) fn fail_waiting(&mut self, error: Error) {
        self.wants.touch = false;
        self.settle(Err(error), &Waiting::needs_session);
        self.fail_requests(error);
    }

    pub(super) fn is_waiting(&self, call: &'static Call) -> bool {
        self.calls.iter().any(|waiting| waiting.is(call))
    }

    /// Confirms an unconfirmed logout at once, unless just that is under way, or a login that
    /// makes it needless.
    pub(super) fn farewell_now(&mut self) {
        let busy = matches!(self.purpose(), Some(Purpose::Logout | Purpose::Login));
        if let Some(Farewell { due, .. }) = self.farewell.as_mut() {
            *due |= !busy;
            self.timers.stop(Timer::Tombstone);
        }
    }
}

impl Waiting {
    fn is(&self, call: &Call) -> bool {
        discriminant(&self.call) == discriminant(call)
    }

    fn is_answered_by(&self, flight: &Flight) -> bool {
        matches!(self.call, Call::Check)
            && flight.request.is_some_and(|request| request.0 > self.after)
    }

    fn needs_renewal(&self) -> bool {
        self.lapsed || matches!(self.call, Call::Refresh | Call::EnsureFresh(_))
    }

    fn needs_session(&self) -> bool {
        self.needs_renewal() || matches!(self.call, Call::Extend)
    }
}

impl Known {
    /// Whether the access part has lapsed by our clock.
    pub(super) fn lapses_within(&self, span: Millis, now: Timestamp) -> bool {
        self.expires_at <= now.after(span)
    }
}

fn lasts(expires_at: Timestamp, span: Millis, now: Timestamp) -> bool {
    expires_at >= now.after(span.min(LONGEST))
}
