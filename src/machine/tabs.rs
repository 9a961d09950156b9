//! What the other tabs say.

use super::{
    Effect, Generation, Machine, Message, News, Reason, RefreshWhen, Sink, Status, Timer,
    Timestamp,
    check::LEEWAY,
    state::{Flight, Step},
    time::{Millis, Span},
};

/// The most that another tab's word puts a refresh off.
const LONGEST_BACKOFF: Millis = 3_600_000;
/// The most that another tab's word keeps a request from its renewal; then the server may say so
/// to this tab too.
const LONGEST_QUIET: Millis = 60_000;

/// How far ahead of this tab's clock another one's may be, in units of generations: a day.
const AHEAD: u32 = 84_375;

/// With `LoggedOut`: it was said before.
const ONCE_MORE: Millis = 2;

impl<S: Sink> Machine<S> {
    pub(super) fn heard_from_peer(&mut self, message: &Message) {
        // A renewal that lies far ahead is made up; believed, it would be the last.
        let newer = message.generation > self.generation;
        let latest = Generation::at(self.now).0.saturating_add(AHEAD);
        if matches!(message.news, News::Renewed | News::SignedIn) && message.generation.0 <= latest
        {
            self.generation = self.generation.max(message.generation);
        }
        match message.news {
            News::Renewed | News::SignedIn => self.peer_renewed(message, newer),
            News::Ended if self.farewell.is_some() => self.look_for_tombstone(),
            News::Ended => {
                // The limit that was reached there is reached here in a moment.
                let soon = self.now.monotonic.after(LEEWAY);
                let known = message.wait > 0 && self.is_over_by(soon);
                // What is being asked may be answered with what was true before.
                let counts = |flight: &Flight| flight.epoch == self.epoch;
                let open = self.may_be_signed_in() || self.flight.as_ref().is_some_and(counts);
                self.wants.confirm |= open && !known;
            }
            News::LoggedOut => {
                let idle = message.wait & !ONCE_MORE > 0;
                let reason = if idle && self.is_idle_limit_ours() {
                    Reason::Idle
                } else {
                    Reason::LoggedOut
                };
                self.farewell_heard =
                    Some(reason).filter(|_| self.authenticated() || self.is_signing_in());
                // Said once more, and late perhaps, it is no other logout: who signs in here came after it.
                if message.wait & ONCE_MORE == 0 {
                    self.note_another_logout();
                }
                self.look_for_tombstone();
            }
            News::Active if self.is_idle_limit_ours() => self.activity_seen(message.wait),
            News::Active => {}
            News::Idle => self.asked_for_activity(),
            News::Backoff => {
                let now = self.now.monotonic;
                self.quiet = now.after(message.wait.min(LONGEST_QUIET));
                let later = now.after(message.wait.min(LONGEST_BACKOFF));
                let at = self.timers.get(Timer::Refresh);
                self.timers.set(Timer::Refresh, at.max(later));
            }
            News::Ping => {
                let holds = self
                    .flight
                    .as_ref()
                    .is_some_and(|flight| flight.lock.is_some() && flight.request.is_some());
                if holds {
                    self.say(News::Holding);
                }
            }
            News::Holding => self.holder_lives(),
        }
    }

    /// Another tab was renewed. What it says puts our deadlines off as far as the server once
    /// granted, and never brings them nearer; anything new about the person is asked for.
    fn peer_renewed(&mut self, message: &Message, newer: bool) {
        let now = self.now;
        let known = self.known.as_mut().filter(|known| {
            // That limit never moves: a later one is that of another session.
            let later = message.absolute_expires_in.is_some_and(|span| {
                now.monotonic.after(span.millis()).before(LEEWAY) > known.absolute_at
            });
            known.identity() == message.identity && !later
        });
        let Some(known) = known else {
            self.heard_of = message.identity;
            // A user is signed in there. What is being asked just now may have been asked before
            // that; and who left here is not gone for ever, once the tombstone is.
            self.wants.check = true;
            if self.farewell.is_some() {
                self.look_for_tombstone();
            }
            return;
        };
        if known.facts.claims != message.claims {
            // The same person, of whom something else is said now: a hidden page asks when it is looked at.
            if !self.visible && self.config.when != RefreshWhen::Always && message.identity != 0 {
                self.heard = Timestamp::NEVER;
            } else {
                self.wants.check = true;
            }
        }
        // What has no name looks like our own, and what is in the air may be of the one before.
        self.wants.check |= known.facts.handle.is_none() && self.flight.is_some();
        let granted = |span: Option<Span>, most| {
            span.map_or(Timestamp::default(), |span| {
                now.monotonic.after(span.millis().min(most))
            })
        };
        let expires_at = granted(message.expires_in, known.lifetime);
        if expires_at.before(LEEWAY) > known.expires_at {
            self.stale = Generation(0); // a refresh was made, whatever it was counted as
        }
        if expires_at > known.expires_at {
            known.expires_at = expires_at;
            known.expires_by = Timestamp::NEVER; // how long the answer took over there is not said
        }
        let idle_at = granted(message.idle_expires_in, known.idle_limit);
        if idle_at > known.idle_at {
            known.idle_at = idle_at;
            known.touched = now.monotonic;
            self.timers.stop(Timer::Touch);
        }
        known.offset = now.offset();
        // A refresh of our own that may be lost is made good, unless the server says that it has been since.
        let doubt = self.doubt.comes();
        self.wants.check |= doubt && newer;
        if known.expires_at.comes() && known.expires_at > now.monotonic && (newer || !doubt) {
            self.at_ease();
        }
        self.arm_limits();
    }

    /// Whether an answer shows a session that no other tab told of.
    pub(super) fn is_unheard_of(&self, flight: &Flight) -> bool {
        let asks = matches!(flight.step, Step::Checking | Step::Probing { .. });
        let known = self.known.as_ref();
        asks && known.is_some_and(|known| known.identity() != self.heard_of)
    }

    /// Whether there may be something to lose.
    pub(super) fn may_be_signed_in(&self) -> bool {
        !matches!(self.status, Status::Unauthenticated(_))
    }

    /// Whether the absolute limit, as far as known, is reached by then.
    pub(super) fn is_over_by(&self, then: Timestamp) -> bool {
        let known = self.known.as_ref();
        known.is_some_and(|known| known.absolute_at <= then)
    }

    /// Says once more that the user logged out, now that all windows see the tombstone.
    pub(super) fn leave_once_more(&mut self) {
        if let Status::Unauthenticated(reason) = self.status {
            self.say_with(
                News::LoggedOut,
                ONCE_MORE | u64::from(reason == Reason::Idle),
            );
        }
    }

    /// Tells the other tabs how the session stands now.
    pub(super) fn announce(&mut self, news: News) {
        let Some(known) = &self.known else { return };
        let message = Message {
            news,
            generation: self.generation,
            identity: known.identity(),
            claims: known.facts.claims,
            expires_in: self.ahead(known.expires_at),
            idle_expires_in: self.ahead(known.idle_at),
            absolute_expires_in: self.ahead(known.absolute_at),
            wait: 0,
        };
        self.effect(Effect::Broadcast(message));
    }
}
