//! The tombstones of sessions that are to die: what other tabs left, and what became of it (P13, P14).

use super::{
    Code, Effect, Intent, Machine, Name, Reason, Sink, Timer,
    calls::{CHECK, LOGIN},
    logout::LOOK_AGAIN,
    state::{Farewell, Purpose, Step},
    time::Millis,
};

/// How long the tab that logged out has before another one confirms in its place.
const PEER_PATIENCE: Millis = 10_000;
/// How long after a tombstone was read that is of another session nothing of that one is in the air.
const STRAY: Millis = 30_000;
/// What is in the air comes first: look again after this.
const LOOK_LATER: Millis = 1_000;
const LOOKS: u8 = 3;

impl<S: Sink> Machine<S> {
    /// Looks whether the user logged out, or signed in again: now, and for as long as a cookie shows late.
    pub(super) fn look_for_tombstone(&mut self) {
        self.looks = LOOKS;
        self.read_tombstone();
    }

    /// Looks for the tombstone of the session that is to die here, or is believed in.
    pub(super) fn read_tombstone(&mut self) {
        let leaving = self.farewell.map(|farewell| farewell.handle);
        let ours = leaving.or_else(|| self.handle_believed_in());
        self.effect(Effect::ReadTombstone(ours.unwrap_or(Name::NONE)));
    }

    /// What the tombstone says: another tab left, or its leaving was confirmed.
    pub(super) fn tombstone_read(&mut self, tombstone: Option<Name>) {
        let looking = self.looks > 0;
        self.looks = self.looks.saturating_sub(1);
        // Its own would have been found first: a page where the user left whichever session is there has put this in its place.
        if tombstone == Some(Name::NONE)
            && let Some(farewell) = self.farewell.as_mut()
            && farewell.handle != Name::NONE
        {
            farewell.handle = Name::NONE;
            farewell.everywhere = false; // it was meant for one user, and another one may be there
            farewell.rounds = 0;
            self.note_another_logout();
        }
        // One after the other: that of another session is none of ours, and waits.
        let leaving = self.farewell.map(|farewell| farewell.handle);
        if let Some(handle) = tombstone.filter(|found| leaving.is_none_or(|ours| ours == *found)) {
            let ours = self.handle_believed_in();
            if ours.is_some_and(|ours| handle != Name::NONE && ours != handle) {
                if self.stray != handle {
                    self.stray = handle;
                    self.set_timer(Timer::Tombstone, STRAY);
                }
                return self.wants.check = true; // of a session that is not ours, or was replaced
            }
            if leaving.is_none() {
                self.looks = 0;
                self.farewell = Some(Farewell {
                    handle,
                    everywhere: false,
                    told: false,
                    due: false,
                    sure: false,
                    read: ours.is_none(),
                    replaced: false,
                    rounds: 0,
                });
                self.end(self.farewell_heard.unwrap_or(Reason::LoggedOut));
                self.interrupt_for_peer();
            } else if !looking {
                let waits = |timer| self.timers.is_set(timer);
                if !waits(Timer::Tombstone) && !waits(Timer::Retry) {
                    self.farewell_now(); // still not confirmed, and no tab is confirming it: this one does
                }
                return;
            }
        } else {
            self.stray = Name::NONE;
            let leaving = self.purpose() == Some(Purpose::Logout);
            if !leaving && !self.is_leaving() {
                self.tombstone_gone();
            }
            if self.looks == 0 {
                self.wants.check |= looking && self.may_be_signed_in();
                return;
            }
        }
        let patience = if self.looks > 0 {
            LOOK_AGAIN
        } else {
            PEER_PATIENCE + self.jitter.below(PEER_PATIENCE / 2)
        };
        self.set_timer(Timer::Tombstone, patience);
    }

    /// The server has said whose the cookie is since a tombstone of another session was read. Is it that
    /// one, it is to die; after a while without, that one is out of this browser, and who left it gone.
    pub(super) fn clear_stray(&mut self) {
        let stray = self.stray;
        if stray == Name::NONE {
            return;
        }
        if self.handle_believed_in() != Some(stray) {
            if self.wants.check || self.timers.is_set(Timer::Tombstone) {
                return;
            }
            self.effect(Effect::ClearTombstone(stray));
        }
        self.stray = Name::NONE;
        self.read_tombstone();
    }

    /// Another tab removed the tombstone: this logout was confirmed, or that of another session,
    /// or a user signs in. Which of them, the server knows.
    fn tombstone_gone(&mut self) {
        match &self.farewell {
            None => {}
            // Nothing tells a session that was to die from a new one: believed.
            Some(farewell) if farewell.handle == Name::NONE => {
                self.farewell_confirmed();
                self.wants.check = true;
            }
            Some(_) if self.flight.is_some() => self.set_timer(Timer::Tombstone, LOOK_LATER),
            Some(_) => {
                self.at_ease();
                let step = Step::VerifyingLogout { elsewhere: false };
                self.send(step, Intent::Check, None);
            }
        }
    }

    /// A sign-in that was sent is no sign-in any more: its session was left before it was shown.
    pub(super) fn fence_login(&mut self) {
        if self.is_signing_in() {
            self.login_in_doubt = true;
            self.fail_all(LOGIN, Code::SessionEnded.into());
        }
    }

    /// Another tab does the asking: only what changes no cookie is aborted here. A sign-in that was
    /// sent came before the logout; one that waits for the lock comes after it.
    fn interrupt_for_peer(&mut self) {
        self.fence_login();
        let step = self.flight.as_ref().map(|flight| flight.step);
        let idempotent = matches!(
            step,
            Some(Step::Checking | Step::Touching | Step::Locking { .. })
        );
        if idempotent && self.purpose() != Some(Purpose::Login) {
            self.abandon_flight();
        }
        self.wants.check = false;
        self.resolve_all(CHECK);
    }
}
