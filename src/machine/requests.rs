//! The application's own requests: when they are sent, replayed, failed.

use super::{
    Body, Code, Effect, Error, Event, FetchId, Generation, Machine, Name, Sink, Status, Timer,
    Verdict,
    state::{Flight, Step},
    time::Millis,
};

/// An API and a session endpoint that disagree are heard at most this often.
const DISPUTE: Millis = 1_000;
/// A stream cannot be sent twice: it is not sent at all with less validity than this.
const STREAM_MARGIN: Millis = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Not sent yet.
    Queued,
    InFlight,
    /// Answered "expired" or "another session", without having been executed.
    Refused,
    /// Answered while a restored page does not know yet whose answer that is (P16).
    Withheld,
}

/// One request of the application.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request {
    pub(crate) id: FetchId,
    pub(crate) body: Body,
    phase: Phase,
    /// The generation it was last sent under.
    pub(crate) generation: Generation,
    pub(crate) replayed: bool,
    /// In whose name: what was asked for one user is never done for another (P12).
    pub(crate) who: Option<Name>,
}

impl<S: Sink> Machine<S> {
    pub(super) fn requested(&mut self, id: FetchId, body: Body) {
        if self.farewell.is_some() {
            // The cookie may still be alive: nothing is sent in the name of who has left.
            return self.effect(Effect::Reject(id, Code::SessionEnded.into()));
        }
        let margin = if body == Body::Stream {
            STREAM_MARGIN
        } else {
            0
        };
        let lapsed = self.authenticated()
            && self.config.refreshable
            && self.held_back().is_none()
            && self
                .known
                .as_ref()
                .is_some_and(|known| known.lapses_within(margin, self.now.monotonic));
        // The answer to what is being asked may show that another tab has refreshed.
        let step = self.flight.as_ref().map(|flight| flight.step);
        let asks = body != Body::Stream && matches!(step, Some(Step::Checking));
        if lapsed && !asks {
            self.want_refresh();
        }
        let held = matches!(self.status, Status::Loading) | self.refreshing() | lapsed;
        self.requests.push(Request {
            id,
            body,
            phase: Phase::Queued,
            generation: self.generation,
            replayed: false,
            who: self.who(),
        });
        if !held {
            self.dispatch(id);
        }
    }

    fn dispatch(&mut self, id: FetchId) {
        let (handle, who) = (self.handle_believed_in(), self.who());
        let generation = self.generation;
        if let Some(request) = self.request(id) {
            request.who = request.who.or(who);
            request.replayed |= request.phase != Phase::Queued;
            request.phase = Phase::InFlight;
            request.generation = generation;
            self.effect(Effect::Dispatch { id, handle });
        }
    }

    fn request(&mut self, id: FetchId) -> Option<&mut Request> {
        self.requests.find(|request| request.id == id)
    }

    pub(super) fn responded(&mut self, id: FetchId, verdict: Verdict) {
        let Some(&mut Request {
            phase: Phase::InFlight,
            replayed,
            body,
            generation,
            ..
        }) = self.request(id)
        else {
            return;
        };
        match verdict {
            // After a refresh it is about something else.
            Verdict::Unclear if !replayed => {
                self.check_what_an_api_says();
                self.deliver(id);
            }
            Verdict::Passed | Verdict::Unclear => {
                if replayed && generation == self.generation {
                    self.disputes.succeed();
                }
                self.deliver(id);
            }
            // An API may be wrong about sessions: the session endpoint is not. A request fails, too, where a proxy
            // sends it to a sign-in page of another origin.
            Verdict::Over | Verdict::Failed => {
                self.check_what_an_api_says();
                self.deliver(id);
            }
            Verdict::StepUp => {
                self.event(Event::StepUp(id));
                self.deliver(id);
            }
            Verdict::Mismatch => {
                self.wants.check = true;
                if replayed || body == Body::Stream {
                    return self.reject(id, Code::IdentityChanged.into());
                }
                self.put(id, Phase::Refused);
            }
            // The token is read anew for each sending; a second refusal is the server's last word.
            Verdict::CsrfRejected if !replayed && body == Body::Replayable => {
                self.replay(id);
            }
            Verdict::CsrfRejected => self.deliver(id),
            Verdict::Expired => self.answered_expired(id, replayed, body, generation),
        }
    }

    /// Asks the session endpoint, unless it just spoke or need not be asked.
    fn check_what_an_api_says(&mut self) {
        if self.authenticated() && self.may_ask() && !self.spoke_within(DISPUTE) {
            self.wants.check |= self.disputes.strike(self.now.monotonic);
        }
    }

    /// Whether the session endpoint is neither being asked nor to be left alone after a failure.
    fn may_ask(&self) -> bool {
        let asking = |flight: Flight| matches!(flight.step, Step::Checking);
        !self.flight.is_some_and(asking) && !self.timers.is_set(Timer::Retry)
    }

    fn answered_expired(
        &mut self,
        id: FetchId,
        replayed: bool,
        body: Body,
        generation: Generation,
    ) {
        if matches!(self.status, Status::Unauthenticated(_)) {
            return self.deliver(id);
        }
        if replayed && generation == self.generation {
            // Fresh by the session endpoint's word, expired by the API's.
            self.fault(Code::RefreshInconsistent.into());
            return self.deliver(id);
        }
        if !self.config.refreshable {
            self.wants.check |= self.may_ask() && self.disputes.strike(self.now.monotonic);
            return self.deliver(id);
        }
        let renewed_meanwhile = generation < self.generation && !self.refreshing();
        if !renewed_meanwhile {
            let waiting = self.held_back().filter(|_| !self.refreshing());
            if let Some(error) = waiting {
                return self.reject(id, error);
            }
            if let Err(error) = self.refresh_for_an_answer() {
                self.fault(error);
                return self.deliver(id);
            }
        }
        if replayed {
            self.deliver(id);
        } else if body == Body::Stream {
            self.reject(id, Code::BodyNotReplayable.into());
        } else if renewed_meanwhile {
            self.replay(id);
        } else {
            self.put(id, Phase::Refused);
        }
    }

    /// Sends a refused request again, once it is known in whose name.
    fn replay(&mut self, id: FetchId) {
        self.put(id, Phase::Refused);
        let unknown = self.known.is_none();
        if self
            .request(id)
            .is_some_and(|request| unknown && request.who.is_some())
        {
            self.reject(id, Code::SessionEnded.into());
        } else if !matches!(self.status, Status::Loading) {
            self.dispatch(id);
        }
    }

    fn put(&mut self, id: FetchId, phase: Phase) {
        if let Some(request) = self.request(id) {
            request.phase = phase;
        }
    }

    fn deliver(&mut self, id: FetchId) {
        if matches!(self.status, Status::Loading) {
            self.put(id, Phase::Withheld);
        } else {
            self.abandoned(id);
            self.effect(Effect::Deliver(id));
        }
    }

    fn reject(&mut self, id: FetchId, error: Error) {
        self.abandoned(id);
        self.effect(Effect::Reject(id, error));
    }

    pub(super) fn abandoned(&mut self, id: FetchId) {
        self.requests.take(|request| request.id == id);
    }

    /// Sends what waited, for the first or the second time.
    pub(super) fn release_requests(&mut self) {
        if !self.refreshing() {
            self.go_on(None);
        }
    }

    /// No renewal: what was refused fails, what was never sent takes its chance.
    pub(super) fn fail_requests(&mut self, error: Error) {
        self.go_on(Some(error));
    }

    fn go_on(&mut self, error: Option<Error>) {
        let unknown = self.known.is_none();
        let mut index = 0;
        while let Some(&Request { id, phase, who, .. }) = self.requests.get(index) {
            // Made in a user's name, and it is not known who is signed in.
            let orphan = unknown && who.is_some();
            match (phase, error) {
                (Phase::Refused | Phase::Withheld, Some(error)) => self.reject(id, error),
                (Phase::Withheld, None) => self.deliver(id),
                (Phase::Queued | Phase::Refused, _) if orphan => {
                    self.reject(id, Code::SessionEnded.into());
                }
                (Phase::Queued, _) | (Phase::Refused, None) => {
                    self.dispatch(id);
                    index += 1;
                }
                (Phase::InFlight, _) => index += 1,
            }
        }
    }

    /// Returns whose session this is, by the best name there is for that.
    fn who(&self) -> Option<Name> {
        let facts = &self.known.as_ref()?.facts;
        facts.subject.or(facts.handle)
    }

    /// Fails the requests of another user than the one who is signed in now.
    pub(super) fn reject_strangers(&mut self) {
        if let Some(who) = self.who() {
            self.reject_requests(Code::IdentityChanged, Some(who));
        }
    }

    /// Fails every request, aborting those in flight (P17), but those of one user, if one is given, or of no user.
    pub(super) fn reject_requests(&mut self, code: Code, but: Option<Name>) {
        let goes = |request: &Request| but.is_none() || request.who.is_some() && request.who != but;
        while let Some(Request { id, .. }) = self.requests.take(goes) {
            self.effect(Effect::Reject(id, code.into()));
        }
    }
}
