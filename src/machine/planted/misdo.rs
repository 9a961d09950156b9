//! Bugs in what comes of an input.

use super::{
    super::{
        Again, Call, Effect, Event, Input, Intent, Machine, Name, News, Output, Status, Timer,
        Timestamp,
        calls::CHECK,
        state::{Purpose, Step},
    },
    Bug,
};

impl Machine {
    /// Spoils what the machine did about an input.
    pub(in super::super) fn misdo(&mut self, input: &Input) {
        let Some(bug) = self.config.planted else {
            return;
        };
        self.put_back();
        let left = matches!(input, Input::Called(_, Call::Logout { .. }));
        let now = self.now.monotonic;
        match bug {
            Bug::NoLock => self.take_for_granted(),
            Bug::RefreshAfterLogout if left => {
                self.epoch = self.hidden.epoch.take().unwrap_or(self.epoch);
            }
            Bug::LogoutAtOnce if left => self.leave_at_once(),
            Bug::Unbound => self.requests.each(|request| request.who = None),
            Bug::Namesakes if matches!(input, Input::Heard(_)) && self.flight.is_some() => {
                let known = self.known.as_ref();
                let nameless = known.is_some_and(|known| known.facts.handle.is_none());
                self.wants.check &= !nameless;
            }
            Bug::SaysOnce => self.timers.stop(Timer::Farewell),
            Bug::TouchEach
                if matches!(input, Input::Active) && self.timers.is_set(Timer::Touch) =>
            {
                self.timers.set(Timer::Touch, now);
            }
            Bug::ForgetsDoubt => self.doubt = Timestamp::NEVER,
            Bug::Insists => self.breaker.succeed(),
            Bug::LateIsLost => self.late_activity = Timestamp::NEVER,
            Bug::TrustsRemainder => {
                if let Some(known) = self.known.as_mut() {
                    known.granted = true;
                    known.expires_by = known.expires_at;
                }
            }
            Bug::ExpiryForgotten => self.timers.stop(Timer::Expiry),
            Bug::NoBackoff if self.timers.is_set(Timer::Retry) => {
                self.timers.set(Timer::Retry, now.after(1));
            }
            Bug::ShortMargin if self.timers.is_set(Timer::Refresh) => {
                self.timers.set(Timer::Refresh, now.after(1_000));
            }
            Bug::Polls if matches!(self.status, Status::Unauthenticated(_)) => {
                self.again = Again::Check;
                self.timers.set(Timer::Retry, now.after(20_000));
            }
            _ => {}
        }
        for output in core::mem::take(&mut self.sink) {
            self.spoil(bug, output);
        }
    }

    fn put_back(&mut self) {
        if let Some(flight) = self.hidden.flight.take() {
            self.flight = Some(flight);
        }
        if let Some(farewell) = self.hidden.farewell.take() {
            self.farewell = Some(farewell);
        }
        while let Some(request) = self.hidden.requests.take(|_| true) {
            self.requests.push(request);
        }
    }

    fn take_for_granted(&mut self) {
        while let Some(flight) = self.flight.as_ref()
            && matches!(flight.step, Step::Locking { .. })
            && let Some(lock) = flight.lock
        {
            let wanted = |output: &Output| !matches!(output, Output::Effect(Effect::AcquireLock { id, .. }) if *id == lock);
            self.sink.retain(wanted);
            self.lock_granted(lock, None);
        }
    }

    fn leave_at_once(&mut self) {
        let waits = self.flight.as_ref().is_some_and(|flight| {
            matches!(
                flight.step,
                Step::Refreshing { .. }
                    | Step::Probing { .. }
                    | Step::Publishing { .. }
                    | Step::Locking {
                        purpose: Purpose::Logout,
                        ..
                    }
            )
        });
        if let Some(flight) = self.flight.take_if(|_| waits) {
            if let Some(lock) = flight.lock {
                self.effect(Effect::ReleaseLock(lock));
            }
            self.send_logout(None);
        }
    }

    fn spoil(&mut self, bug: Bug, output: Output) {
        let lock = self.flight.and_then(|flight| flight.lock);
        match (bug, output) {
            (Bug::StealAtOnce, Output::Effect(Effect::AcquireLock { id, .. })) => {
                self.effect(Effect::AcquireLock { id, steal: true });
            }
            (Bug::KeepLock, Output::Effect(Effect::ReleaseLock(_)))
            | (Bug::NeverPublish, Output::Effect(Effect::Publish { .. }))
            | (Bug::NoTombstone, Output::Effect(Effect::WriteTombstone(_)))
            | (Bug::OtherClaims, Output::Effect(Effect::AdoptClaims(_)))
            | (Bug::LoseCall, Output::Effect(Effect::Fail(..))) => {}
            (Bug::PublishTooLate, Output::Effect(Effect::Publish { .. })) => {
                if let Some(lock) = lock {
                    self.effect(Effect::ReleaseLock(lock));
                }
                self.sink.push(output);
            }
            (Bug::StrayForEver, Output::Effect(Effect::ClearTombstone(_)))
                if self.authenticated() && self.flight.is_none() => {}
            (Bug::EndsInSilence, Output::Effect(Effect::Broadcast(message)))
                if message.news == News::Ended && self.farewell.is_none() => {}
            (Bug::SaysNothing, Output::Effect(Effect::Broadcast(message)))
                if message.news == News::Renewed && self.is_waiting(CHECK) => {}
            (Bug::NoHandle, Output::Effect(Effect::Dispatch { id, .. })) => {
                self.effect(Effect::Dispatch { id, handle: None });
            }
            (Bug::EverywhereLies, Output::Effect(Effect::Resolve { id, .. }))
                if self.is_gone_from_here_alone() =>
            {
                let confirmed = true;
                self.effect(Effect::Resolve { id, confirmed });
            }
            (Bug::LogoutLies, Output::Effect(Effect::Resolve { id, .. })) => {
                let confirmed = true;
                self.effect(Effect::Resolve { id, confirmed });
            }
            (
                Bug::TombstoneTooShort,
                Output::Effect(Effect::Send {
                    intent: Intent::Logout | Intent::LogoutEverywhere,
                    ..
                }),
            ) => {
                self.sink.push(output);
                let handle = self.farewell.map_or(Name::NONE, |farewell| farewell.handle);
                self.effect(Effect::ClearTombstone(handle));
            }
            (Bug::DeliverTwice, Output::Effect(Effect::Deliver(_)))
            | (Bug::ResolveTwice, Output::Effect(Effect::Resolve { .. }))
            | (Bug::EndTwice, Output::Event(Event::Ended { .. })) => {
                self.sink.push(output);
                self.sink.push(output);
            }
            (_, output) => self.sink.push(output),
        }
    }
}
