//! The session as the server last described it: its limits on our clock, and whose it is.

use super::{
    Code, Detail, Error, Facts, Flight, Known, Limit, Machine, Name, Now, Sink, Timestamp,
    check::LEEWAY,
    state::{Step, Whose},
    time::{Millis, Span},
};

/// Validities below this are no basis to plan on; what they announce shows when it happens.
pub(super) const SHORTEST: Millis = 1_000;

impl<S: Sink> Machine<S> {
    /// Takes the session id off what a server says that changes it at each refresh: a logout that named the last one
    /// would be refused, and look like that of a session that is out of this browser. (A server that keeps the
    /// contract refuses a refresh that names another session.)
    pub(super) fn distrust_handle(&mut self, flight: &Flight, facts: &mut Facts) {
        let asked = matches!(flight.step, Step::Refreshing { anyone: false, .. });
        let changed = |known: &Known| {
            let (old, new) = (known.facts.handle, facts.handle);
            old.is_some() && new.is_some() && old != new && known.is_same(facts)
        };
        let named = self.config.takes_handle && flight.epoch == self.epoch;
        if asked && named && self.known.as_ref().is_some_and(changed) {
            self.renames = true;
            self.fault(Error::from(Code::RefreshInconsistent).with_detail(Detail::HandleChanged));
        }
        if self.renames {
            facts.handle = None;
        }
    }

    /// Whether the access part lives on, by our clock.
    pub(super) fn is_access_alive(&self) -> bool {
        let now = self.now.monotonic;
        self.known
            .as_ref()
            .is_some_and(|known| !known.lapses_within(0, now))
    }

    /// Returns the handle that requests are sent under.
    pub(super) fn handle_believed_in(&self) -> Option<Name> {
        self.known.as_ref().and_then(|known| known.facts.handle)
    }
}

impl Known {
    pub(super) fn new(facts: &Facts, before: Option<&Self>, asked: &Flight, now: Now) -> Self {
        // What is left of an earlier grant is less than a grant; what a refresh brings is one.
        let granted = matches!(asked.step, Step::Refreshing { .. });
        let lasted = before
            .filter(|_| !granted)
            .map_or(0, |known| known.lifetime);
        let idled = before.map(|known| known.idle_limit);
        let most = |span: Option<Span>, so_far| span.map_or(0, Span::millis).max(so_far);
        // Reckoned from the asking: the answer may have taken its time (standards: subtract the RTT).
        // The last second of something longer is one to plan on.
        let at = |span: Option<Span>, rest: bool| match span.map(Span::millis) {
            Some(span) if rest || span >= SHORTEST => asked.since.after(span.max(SHORTEST)),
            _ => Timestamp::NEVER,
        };
        let idle_at = at(
            facts.idle_expires_in,
            idled.is_none_or(|idled| idled >= SHORTEST),
        );
        // Nothing is left, and nothing renews it: it ended when it was found so.
        let lapsed = |known: &&Self| known.expires_at <= asked.since;
        let expires_at = match (facts.expires_in, before.filter(lapsed)) {
            (Some(span), Some(known)) if !granted && span.millis() < SHORTEST => known.expires_at,
            (span, _) => at(span, !granted),
        };
        Self {
            expires_at,
            expires_by: facts.expires_in.map_or(Timestamp::NEVER, |span| {
                now.monotonic.after(span.millis() + LEEWAY)
            }),
            idle_at,
            absolute_at: at(facts.absolute_expires_in, true),
            idle_limit_of: if idle_at.comes() {
                Whose::Servers
            } else {
                Whose::Pages
            },
            lifetime: most(facts.expires_in, lasted),
            granted: granted
                || matches!(asked.step, Step::VerifyingLogin)
                || before.is_some_and(|known| known.granted),
            idle_limit: most(facts.idle_expires_in, idled.unwrap_or(0)),
            offset: now.offset(),
            touched: before.map_or(asked.since, |known| known.touched),
            warned: before.map_or([false; 3], |known| known.warned),
            facts: *facts,
        }
    }

    /// What was said before a renewal in another tab does not undo it.
    pub(super) fn keep_renewal(&mut self, before: &Self) {
        let later = before.expires_at > self.expires_at || !self.expires_at.comes();
        if before.expires_at.comes() && later {
            self.expires_at = before.expires_at;
            self.expires_by = self.expires_by.max(before.expires_by);
        }
    }

    /// Returns a point in epoch milliseconds, if it is one.
    pub(super) fn shown(&self, at: Timestamp) -> Option<i64> {
        at.comes().then(|| at.0.cast_signed() + self.offset)
    }

    /// Whether the facts speak of the same session, or at least of the same person.
    pub(super) fn is_same(&self, facts: &Facts) -> bool {
        if self.facts.subject.is_none() && facts.subject.is_none() {
            return self.facts.handle == facts.handle
                || self.facts.handle.is_none()
                || facts.handle.is_none();
        }
        self.facts.subject == facts.subject
    }

    /// Returns the digest by which tabs recognise that they speak of the same session.
    pub(super) fn identity(&self) -> u32 {
        let part = |part: Option<Name>| part.map_or(0, Name::short);
        part(self.facts.subject) ^ part(self.facts.handle).rotate_left(16)
    }

    pub(super) fn ends_at(&self, limit: Limit) -> Timestamp {
        match limit {
            Limit::Session => self.expires_at,
            Limit::Idle => self.idle_at,
            Limit::Absolute => self.absolute_at,
        }
    }

    /// Whether the access part has lapsed by our clock.
    pub(super) fn lapses_within(&self, span: Millis, now: Timestamp) -> bool {
        self.expires_at <= now.after(span)
    }
}
