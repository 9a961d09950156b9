//! What the application asked for and waits to hear of.

use super::{
    Call, CallId, Code, Detail, Effect, Error, Farewell, Machine, Reason, RequestId, Sink, Status,
    Timer, Timestamp,
    state::{Flight, Known, Purpose},
    time::{LONGEST, Millis},
};

/// What a call asks for, and what has been found of it, one bit each.
pub(super) type Marks = u16;

pub(super) const CHECK: Marks = 1;
pub(super) const EXTEND: Marks = 1 << 1;
pub(super) const LOGIN: Marks = 1 << 2;
pub(super) const LOGIN_BY_NAVIGATION: Marks = 1 << 3;
pub(super) const LOGOUT: Marks = 1 << 4;
/// A logout that is to end the user's other sessions too.
pub(super) const EVERYWHERE: Marks = 1 << 9;
const REFRESH: Marks = 1 << 5;
const FRESH: Marks = 1 << 6;
/// A check that found the session lapsed: the renewal answers it.
const LAPSED: Marks = 1 << 7;
const ANSWERED: Marks = 1 << 8;
/// What a renewal settles.
const RENEWAL: Marks = REFRESH | FRESH | LAPSED;
/// The calls that fail where no user is signed in.
const SESSION: Marks = RENEWAL | EXTEND;

/// A promise that is still open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    id: CallId,
    marks: Marks,
    /// The last request sent before the call: only a later answer answers it.
    after: u32,
    /// What is to be left of the session, if it is to be fresh.
    validity: Millis,
}

impl<S: Sink> Machine<S> {
    #[allow(clippy::inline_always)] // see `Machine::happened`
    #[inline(always)]
    pub(super) fn called(&mut self, id: CallId, call: Call) {
        match call {
            Call::Check => self.called_to_check(id),
            Call::Refresh => self.called_to_renew(id, REFRESH, 0),
            Call::EnsureFresh(validity) => {
                if self.is_fresh(validity) {
                    self.resolve(id, false);
                } else {
                    self.called_to_renew(id, FRESH, validity);
                }
            }
            Call::Extend => {
                let over = self.is_own_limit_over();
                if !over {
                    self.is_present();
                }
                if let Some(error) = self.refusal() {
                    return self.effect(Effect::Fail(id, error));
                }
                self.wait(id, EXTEND, 0);
                if !over {
                    self.extended();
                }
            }
            Call::Login => self.called_to_login(id, LOGIN),
            Call::LoginByNavigation => self.called_to_login(id, LOGIN_BY_NAVIGATION),
            Call::Logout { everywhere } => {
                let late = everywhere && self.is_gone_from_here_alone();
                self.depart(Reason::LoggedOut, everywhere);
                if late {
                    self.resolve(id, false);
                } else {
                    let marks = if everywhere {
                        LOGOUT | EVERYWHERE
                    } else {
                        LOGOUT
                    };
                    self.wait(id, marks, 0);
                }
            }
        }
    }

    fn called_to_check(&mut self, id: CallId) {
        self.farewell_now();
        self.wait(id, CHECK, 0);
    }

    fn called_to_renew(&mut self, id: CallId, marks: Marks, validity: Millis) {
        if !self.config.refreshable {
            // Nothing renews this session by itself: asking is what there is.
            self.called_to_check(id);
        } else if let Some(error) = self.refusal() {
            self.effect(Effect::Fail(id, error));
        } else {
            self.wait(id, marks, validity);
        }
    }

    fn called_to_login(&mut self, id: CallId, marks: Marks) {
        if self.is_waiting(LOGIN) {
            let error = Error::from(Code::ConfigInvalid).with_detail(Detail::LoginUnderWay);
            return self.effect(Effect::Fail(id, error));
        }
        self.farewell_now();
        self.wants.login = marks == LOGIN;
        self.wait(id, marks, 0);
    }

    /// Forgets a call that was settled without the machine; says whether it was open, and one of these.
    pub(super) fn forget_call(&mut self, id: CallId, marks: Marks) -> bool {
        let same = |waiting: &Waiting| waiting.id == id && waiting.marks & marks != 0;
        self.calls.take(same).is_some()
    }

    fn wait(&mut self, id: CallId, marks: Marks, validity: Millis) {
        self.calls.push(Waiting {
            id,
            marks,
            after: self.last_request,
            validity,
        });
    }

    /// Why there is nothing to renew, if so.
    fn refusal(&self) -> Option<Error> {
        match self.status {
            Status::Unauthenticated(_) => Some(Code::SessionEnded.into()),
            // The server's word binds even a caller; our own back-off does not.
            Status::Loading | Status::Authenticated => self
                .held_back()
                .filter(|error| error.retry_after().is_some()),
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
        let (mut marks, mut check) = (0, false);
        for waiting in self.calls.iter() {
            marks |= waiting.marks;
            check |= waiting.marks & (CHECK | LAPSED) == CHECK;
        }
        self.wants.check |= check;
        if self.authenticated() {
            self.wants.touch |= marks & EXTEND != 0 && !self.is_own_limit_over();
            if marks & RENEWAL != 0 && !self.wants.check {
                self.want_refresh();
            }
        }
    }

    pub(super) fn resolve(&mut self, id: CallId, confirmed: bool) {
        self.effect(Effect::Resolve { id, confirmed });
    }

    /// Settles the calls that bear one of the marks.
    pub(super) fn settle(&mut self, marks: Marks, error: Option<Error>, confirmed: bool) {
        while let Some(Waiting { id, .. }) = self.calls.take(|waiting| waiting.marks & marks != 0) {
            self.effect(match error {
                None => Effect::Resolve { id, confirmed },
                Some(error) => Effect::Fail(id, error),
            });
        }
    }

    pub(super) fn resolve_all(&mut self, marks: Marks) {
        self.settle(marks, None, false);
    }

    pub(super) fn fail_all(&mut self, marks: Marks, error: Error) {
        self.settle(marks, Some(error), false);
    }

    /// Marks the checks that this answers.
    fn mark_checks(&mut self, flight: &Flight, mark: Marks) {
        let request = flight.request.map_or(0, RequestId::number);
        self.calls.each(|waiting| {
            if waiting.marks & CHECK != 0 && request > waiting.after {
                waiting.marks |= mark;
            }
        });
    }

    pub(super) fn resolve_checks(&mut self, flight: &Flight) {
        self.mark_checks(flight, ANSWERED);
        self.resolve_all(ANSWERED);
    }

    pub(super) fn fail_checks(&mut self, flight: &Flight, error: Error) {
        self.mark_checks(flight, ANSWERED);
        self.fail_all(ANSWERED, error);
    }

    /// A check found that a refresh is needed: the calls that wait for the check wait for the refresh.
    pub(super) fn wait_for_refresh(&mut self, flight: &Flight) {
        self.mark_checks(flight, LAPSED);
    }

    /// A check may show that what was to be made fresh is fresh.
    pub(super) fn resolve_fresh(&mut self) {
        let Some(&Known { expires_at, .. }) = self.known.as_ref() else {
            return;
        };
        let now = self.now.monotonic;
        self.calls.each(|waiting| {
            if waiting.marks & FRESH != 0 && lasts(expires_at, waiting.validity, now) {
                waiting.marks |= ANSWERED;
            }
        });
        self.resolve_all(ANSWERED);
    }

    pub(super) fn resolve_session_calls(&mut self) {
        self.resolve_all(RENEWAL);
    }

    /// There is no session any more, or another one: that answers a check, and fails the rest.
    pub(super) fn fail_session_calls(&mut self, code: Code) {
        self.resolve_all(LAPSED);
        self.fail_all(SESSION, code.into());
    }

    /// A refresh failed: the calls that waited for it hear why.
    pub(super) fn fail_waiting(&mut self, error: Error) {
        self.wants.touch = false;
        self.fail_all(SESSION, error);
        self.fail_requests(error);
    }

    pub(super) fn is_waiting(&self, marks: Marks) -> bool {
        self.calls.iter().any(|waiting| waiting.marks & marks != 0)
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

fn lasts(expires_at: Timestamp, span: Millis, now: Timestamp) -> bool {
    expires_at >= now.after(span.min(LONGEST))
}
