//! When things end, and how early to act on it.

use super::{
    Event, Facts, Flight, Limit, Machine, Reason, RefreshWhen, Sink, Timer, Timestamp,
    check::LEEWAY,
    known::SHORTEST,
    time::{Millis, Span},
};

/// The most a refresh is made ahead of expiry, unless the application says otherwise.
const MARGIN: Millis = 60_000;
/// How early the absolute limit is warned of.
const ABSOLUTE_WARNING: Millis = 60_000;
/// The least between two refreshes of their own accord.
pub(super) const INTERVAL: Millis = 1_000;

impl<S: Sink> Machine<S> {
    /// Arms every deadline of the session from what is known.
    pub(super) fn arm_limits(&mut self) {
        let Some(known) = &self.known else { return };
        let (expires_at, absolute_at) = (known.expires_at, known.absolute_at);
        self.timers.set(Timer::Absolute, absolute_at);
        self.arm_warning(Timer::AbsoluteWarning, Limit::Absolute, ABSOLUTE_WARNING);
        if !self.config.refreshable {
            // What has ended, and which the server still believes in, is asked about less and less often.
            let now = self.now.monotonic;
            let again = now.after(now.since(expires_at).max(SHORTEST));
            let at = if expires_at > now { expires_at } else { again };
            self.timers.set(Timer::Expiry, at);
        }
        self.arm_refresh();
        self.arm_idle();
    }

    /// Arms the refresh ahead of expiry: margin and jitter before it (P8).
    pub(super) fn arm_refresh(&mut self) {
        self.timers.stop(Timer::Refresh);
        let Some(known) = &self.known else { return };
        let (expires_at, lifetime) = (known.expires_at, known.lifetime);
        if known.absolute_at.before(LEEWAY) <= expires_at {
            return; // no refresh moves that
        }
        let margin = self
            .config
            .margin
            .map_or(MARGIN, Span::millis)
            .min(lifetime / 3);
        if !self.config.refreshable {
            if margin >= INTERVAL {
                self.arm_warning(Timer::Refresh, Limit::Session, margin);
            }
        } else if self.may_refresh_unasked() {
            let jitter = self.jitter.below((lifetime / 10).min(10_000));
            let ahead = margin + jitter;
            let soonest = self.now.monotonic.after(INTERVAL + ahead);
            let at = expires_at.max(soonest).before(ahead);
            self.timers.set(Timer::Refresh, at);
        }
    }

    pub(super) fn may_refresh_unasked(&self) -> bool {
        match self.config.when {
            RefreshWhen::Always => true,
            RefreshWhen::Visible => self.visible,
            RefreshWhen::OnDemand => false,
        }
    }

    /// The session has expired and nothing renews it: its own limit, but reading may have extended it.
    pub(super) fn expired(&mut self) {
        self.due = Some(Reason::Expired);
        self.wants.check = true;
    }

    /// Takes the limits of a session whose access part has lapsed; the absolute one only ever comes nearer.
    pub(super) fn note_limits(&mut self, flight: &Flight, facts: &Facts) {
        if let Some(known) = self.known.as_mut() {
            let at = |span: Option<Span>, known: Timestamp| {
                span.map_or(known, |span| {
                    flight.since.after(span.millis().max(SHORTEST))
                })
            };
            // After a sign-in that may have worked they may be those of the new session, unless the session has a name.
            let most = if self.login_in_doubt && known.facts.handle.is_none() {
                Timestamp::NEVER
            } else {
                known.absolute_at
            };
            known.absolute_at = most.min(at(facts.absolute_expires_in, Timestamp::NEVER));
            known.idle_at = at(facts.idle_expires_in, known.idle_at);
            self.arm_limits();
        }
    }

    /// The absolute limit has passed. A sign-in that may have worked has a session of its own.
    pub(super) fn absolute_passed(&mut self) {
        self.end(Reason::Expired);
        self.wants.check |= self.login_in_doubt;
    }

    /// Arms the warning of a limit; where it is nearer than that already, it is given now, once.
    pub(super) fn arm_warning(&mut self, timer: Timer, limit: Limit, ahead: Millis) {
        let now = self.now.monotonic;
        let Some(known) = self.known.as_mut() else {
            return;
        };
        let at = known.ends_at(limit);
        let warn_at = at.before(ahead);
        let warned = &mut known.warned[limit as usize];
        *warned &= warn_at <= now.after(LEEWAY); // unless the limit was moved since
        if !*warned && at > now {
            self.timers.set(timer, warn_at.max(now));
        }
    }

    /// Announces a limit.
    pub(super) fn warn(&mut self, limit: Limit) {
        let authenticated = self.authenticated();
        let Some(known) = self.known.as_mut().filter(|_| authenticated) else {
            return;
        };
        let at = known.ends_at(limit);
        if let Some(expires_at) = known.shown(at) {
            known.warned[limit as usize] = true;
            self.event(Event::Expiring { limit, expires_at });
        }
    }

    /// Returns how long a deadline is ahead, for the other tabs.
    pub(super) fn ahead(&self, at: Timestamp) -> Option<Span> {
        at.comes().then(|| at.since(self.now.monotonic).into())
    }
}
