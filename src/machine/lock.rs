//! One holder of the lock over all tabs: wait, look whether another tab was faster, take it from the dead.

use super::{
    Code, Effect, Generation, Intent, Machine, News, RequestId, Sink, Timer,
    state::{Patience, Purpose, Step},
    time::Millis,
};

/// How long the holder of the lock is waited for before it is asked whether it lives.
const LOCK_PATIENCE: Millis = 4_000;
/// How long a logout waits for the others: it goes on without the lock then.
const LOGOUT_PATIENCE: Millis = 3_000;
/// How long the holder has to say that it lives.
const PING_PATIENCE: Millis = 500;
/// The most that a living holder is waited for.
const LIVING_PATIENCE: Millis = 25_000;
/// How late a timer of a hidden page may be though nothing slept.
pub(super) const THROTTLED: Millis = 60_000;

impl Purpose {
    pub(super) fn patience(self) -> Millis {
        match self {
            Self::Refresh | Self::Login => LOCK_PATIENCE,
            Self::Logout => LOGOUT_PATIENCE,
        }
    }
}

impl<S: Sink> Machine<S> {
    /// The lock is ours: look whether another tab was faster, then ask.
    pub(super) fn lock_granted(&mut self, id: RequestId, newest: Option<Generation>) {
        let Some(flight) = self.flight.filter(|flight| flight.lock == Some(id)) else {
            return self.effect(Effect::ReleaseLock(id)); // wanted no more
        };
        let Step::Locking { purpose, patience } = flight.step else {
            return;
        };
        self.timers.stop(Timer::LockWait);
        if patience == Patience::Stealing {
            self.say(News::Holding); // other tabs may have asked the holder before, which is dead
        }
        // A name that is held and is not ours is of a refresh this tab did not hear of: lower than ours where
        // ours are counted ahead of the clock.
        let untold = newest.filter(|newest| *newest != self.generation);
        if let Some(generation) = untold {
            // The next tab in the queue is to read it too, however long this one takes.
            let id = self.next_id();
            self.generation = self.generation.max(generation);
            self.effect(Effect::Publish { id, generation });
        }
        let overtaken = untold.is_some() || self.generation > self.stale;
        match purpose {
            Purpose::Logout => self.log_out(Some(id)),
            Purpose::Login => self.send(Step::LoggingIn, Intent::Login, Some(id)),
            Purpose::Refresh if flight.epoch != self.epoch => self.land(&flight),
            Purpose::Refresh if overtaken => {
                self.send(Step::Probing { again: false }, Intent::Check, Some(id));
            }
            // A holder that is dead may have sent a refresh.
            Purpose::Refresh if patience == Patience::Stealing => {
                self.doubt = self.doubt.min(flight.since);
                self.probe(&flight, Code::Timeout.into(), false);
            }
            Purpose::Refresh => self.send_refresh(&flight, false, false),
        }
    }

    /// Another tab thought us dead. What we asked has an unknown outcome, and the lock is not ours
    /// to take back: ask the server, and queue again if need be.
    pub(super) fn lock_lost(&mut self, id: RequestId) {
        let Some(flight) = self
            .flight
            .as_mut()
            .filter(|flight| flight.lock == Some(id))
        else {
            return;
        };
        flight.lock = None;
        let flight = *flight;
        match flight.step {
            // Answers to these are final, whichever tab holds the lock.
            Step::LoggingOut
            | Step::VerifyingLogout { .. }
            | Step::LoggingIn
            | Step::VerifyingLogin
            | Step::Publishing { .. } => {}
            Step::Locking {
                purpose: purpose @ (Purpose::Login | Purpose::Logout),
                ..
            } => self.lock_for(purpose),
            Step::Locking {
                purpose: Purpose::Refresh,
                ..
            } => {
                self.land(&flight);
                self.wants.refresh = flight.epoch == self.epoch;
            }
            Step::Checking | Step::Touching | Step::Refreshing { .. } | Step::Probing { .. } => {
                if let Some(request) = flight.request {
                    self.effect(Effect::Abort(request));
                }
                self.note_doubt(&flight);
                self.land(&flight);
                // The answer arms it anew: nothing is refreshed before (P6).
                self.timers.stop(Timer::Refresh);
                self.wants.check = true;
            }
        }
    }

    /// The lock was waited for long enough.
    pub(super) fn lock_waited_for(&mut self) {
        let Some(flight) = self.flight.as_mut() else {
            return;
        };
        let Step::Locking { purpose, patience } = &mut flight.step else {
            return;
        };
        match (*purpose, *patience) {
            // The device slept meanwhile, and so did who has the lock.
            (Purpose::Logout, _)
                if self.now.monotonic.since(flight.since) > 2 * LOGOUT_PATIENCE =>
            {
                flight.since = self.now.monotonic;
                self.set_timer(Timer::LockWait, LOGOUT_PATIENCE);
            }
            (Purpose::Logout, _) => {
                if let Some(lock) = flight.lock.take() {
                    self.effect(Effect::ReleaseLock(lock));
                }
                self.log_out(None);
            }
            (_, Patience::Waiting) => {
                *patience = Patience::Pinged;
                // So late only where the device slept meanwhile, and so did who has the lock. (The timers of a page
                // that is hidden for long come once a minute.)
                let late = if self.visible { 0 } else { THROTTLED };
                let late = late + LIVING_PATIENCE + LOCK_PATIENCE;
                if self.now.monotonic.since(flight.since) > late {
                    flight.since = self.now.monotonic;
                }
                // The device has woken in all tabs at once: one of them is to take the lock, and to tell the others.
                let patience = PING_PATIENCE + self.jitter.below(PING_PATIENCE);
                self.set_timer(Timer::LockWait, patience);
                self.say(News::Ping);
            }
            (_, Patience::Pinged | Patience::Stealing) => {
                *patience = Patience::Stealing;
                let waited = flight.lock.take();
                let id = self.next_id();
                if let Some(flight) = self.flight.as_mut() {
                    flight.lock = Some(id);
                }
                if let Some(waited) = waited {
                    self.effect(Effect::ReleaseLock(waited));
                }
                self.effect(Effect::AcquireLock { id, steal: true });
                self.set_timer(Timer::LockWait, LOCK_PATIENCE);
            }
        }
    }

    /// The holder of the lock lives.
    pub(super) fn holder_lives(&mut self) {
        let now = self.now.monotonic;
        let Some(flight) = self.flight.as_mut() else {
            return;
        };
        let patient = now < flight.since.after(LIVING_PATIENCE);
        if let Step::Locking {
            patience: patience @ Patience::Pinged,
            ..
        } = &mut flight.step
            && patient
        {
            *patience = Patience::Waiting;
            self.set_timer(Timer::LockWait, LOCK_PATIENCE);
        }
    }
}
