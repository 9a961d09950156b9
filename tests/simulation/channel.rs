//! The broadcast channel: hints that get lost, doubled, late, or made up.

use hallpass::machine::{Generation, Input, Message, News, Span};

use crate::{
    chance::Chance,
    clock::Millis,
    faults::Fault,
    invariants::Shadow,
    tab::{Life, Waiting},
    transition::Transition,
    world::World,
};

/// The longest that a page leaves a server alone because another one says so.
const LONGEST_QUIET: Millis = 60_000;

const NEWS: [News; 9] = [
    News::Renewed,
    News::SignedIn,
    News::LoggedOut,
    News::Ended,
    News::Active,
    News::Backoff,
    News::Ping,
    News::Holding,
    News::Idle,
];

impl World {
    /// Sends a message to every other tab.
    pub(crate) fn broadcast(&mut self, from: usize, message: Message) {
        let mut wire = message.to_wire();
        if self.tabs[from].old {
            wire[0] += 1.0;
        }
        for tab in 0..self.tabs.len() {
            if tab == from || self.strikes(Fault::ChannelDrop) {
                continue;
            }
            let copies = 1 + u64::from(self.strikes(Fault::ChannelDuplicate));
            for _ in 0..copies {
                let late = if self.strikes(Fault::ChannelReorder) {
                    self.chance.below(5_000)
                } else {
                    0
                };
                let delay = late + self.chance.below(12);
                self.plan_in(delay, Transition::Hears { tab, wire });
            }
            if self.strikes(Fault::ChannelForge) {
                let wire = forged(&mut self.chance, &message).to_wire();
                let delay = self.chance.below(500);
                self.plan_in(delay, Transition::Hears { tab, wire });
            }
        }
    }

    /// Hands a message to a tab that listens and understands.
    pub(crate) fn hears(&mut self, tab: usize, mut wire: [f64; 9]) {
        let listener = &mut self.tabs[tab];
        if matches!(listener.life, Life::Cached | Life::Gone) {
            return;
        }
        if listener.old {
            wire[0] -= 1.0;
        }
        let Some(message) = Message::from_wire(&wire) else {
            return;
        };
        let heard = Input::Heard(message);
        if listener.life == Life::Loading {
            return listener.waiting.push_back(Waiting::Input(heard));
        }
        self.feed(tab, heard);
    }
}

impl Shadow {
    /// Remembers what a page heard, or was told by the server, of leaving that alone.
    pub(crate) fn observes(&mut self, now: Millis, input: &Input) {
        match input {
            Input::Heard(message) if message.news == News::Backoff => {
                self.quiet = Some(now + message.wait.min(LONGEST_QUIET));
            }
            Input::Heard(message) if matches!(message.news, News::Renewed | News::SignedIn) => {
                self.quiet = None;
            }
            Input::Answered(_, Ok(_)) => self.quiet = None,
            _ => {}
        }
    }
}

/// Makes a message up, out of a true one or out of nothing.
fn forged(chance: &mut Chance, model: &Message) -> Message {
    let mut message = if chance.half() {
        *model
    } else {
        Message::new(chance.pick(&NEWS), Generation(0))
    };
    if chance.half() {
        message.news = chance.pick(&NEWS);
    }
    let generations = [0, 1, 7, model.generation.0.saturating_add(1), u32::MAX];
    message.generation = Generation(chance.pick(&generations));
    let spans = [None, Some(0), Some(5_000), Some(3_600_000_000)].map(|span| span.map(Span::from));
    message.expires_in = chance.pick(&spans);
    message.idle_expires_in = chance.pick(&spans);
    message.absolute_expires_in = chance.pick(&spans);
    message.wait = chance.pick(&[0, 1_000, 20_000]);
    message
}
