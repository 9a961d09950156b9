//! What the other tabs say.

use super::{Effect, Machine, Message, News, Status, Timer, logout::LOOKS, time::Millis};

/// The most that another tab's word puts a refresh off.
const LONGEST_BACKOFF: Millis = 3_600_000;

impl Machine {
    pub(super) fn heard_from_peer(&mut self, message: &Message) {
        if message.generation > self.generation
            && matches!(message.news, News::Renewed | News::SignedIn)
        {
            self.generation = message.generation;
            self.publish_aside();
        }
        match message.news {
            News::Renewed => self.peer_renewed(message),
            News::SignedIn | News::Ended => self.wants.check |= self.farewell.is_none(),
            News::LoggedOut => {
                self.farewell_heard = self.authenticated();
                self.looks = LOOKS;
                self.effect(Effect::ReadTombstone);
            }
            News::Active => self.activity_seen(),
            News::Backoff => {
                if let Some(at) = self.timers.get(Timer::Refresh) {
                    let wait = message.wait.min(LONGEST_BACKOFF);
                    self.timers
                        .set(Timer::Refresh, at.max(self.now.monotonic.after(wait)));
                }
            }
            News::Ping => {
                let holds = self
                    .flight
                    .as_ref()
                    .is_some_and(|flight| flight.lock.is_some() && flight.request.is_some());
                if holds {
                    let message = Message::new(News::Holding, self.generation);
                    self.effect(Effect::Broadcast(message));
                }
            }
            News::Holding => self.holder_lives(),
        }
    }

    /// Another tab was renewed. What it says moves our deadlines as far as the server once granted;
    /// anything new about the person is asked for.
    fn peer_renewed(&mut self, message: &Message) {
        if self.farewell.is_some() || self.status == Status::Loading {
            return;
        }
        let now = self.now;
        let known = self.known.as_mut().filter(|known| {
            known.identity() == message.identity && known.facts.claims == message.claims
        });
        let Some(known) = known else {
            return self.wants.check = true;
        };
        let granted = |span: Option<Millis>, most| {
            span.map(|span: Millis| now.monotonic.after(span.min(most)))
        };
        if let Some(at) = granted(message.expires_in, known.lifetime) {
            known.expires_at = known.expires_at.map(|_| at);
        }
        if let Some(at) = granted(message.idle_expires_in, known.idle_limit) {
            let moved = known.idle_at.is_some_and(|before| at > before);
            known.idle_at = known.idle_at.map(|_| at);
            if moved {
                known.touched = now.monotonic;
            }
        }
        known.offset = now.offset();
        self.arm_limits();
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
