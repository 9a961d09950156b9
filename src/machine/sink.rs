//! Where a machine says what to do and what happened.

use alloc::vec::Vec;

use super::{
    Machine, News,
    effect::{Effect, Output},
    error::Error,
    event::Event,
    peers::Message,
    time::Millis,
};

/// Takes the outputs of a machine, in order.
///
/// A sink may keep them, or pass each on at once; it must not call the machine back.
///
/// ```
/// use hallpass::machine::{Config, Effect, Event, Input, Machine, Now, Sink};
///
/// #[derive(Default)]
/// struct Log(Vec<&'static str>);
///
/// impl Sink for Log {
///     fn effect(&mut self, effect: Effect) {
///         self.0.push(effect.as_str());
///     }
///
///     fn event(&mut self, event: Event) {
///         self.0.push(event.as_str());
///     }
/// }
///
/// let mut machine = Machine::with(Config::DEFAULT, Log::default());
/// machine.configure(Config { seed: 42, ..Config::DEFAULT });
/// machine.look_at_clock(Now::default());
/// machine.happened(Input::Started { visible: true, online: true, tombstone: None });
/// machine.take(Now::default(), Input::BecameHidden);
/// assert!(machine.sink().0.contains(&"send"));
/// ```
pub trait Sink {
    /// Takes what is to be done.
    fn effect(&mut self, effect: Effect);
    /// Takes what an application may observe.
    fn event(&mut self, event: Event);
}

impl Sink for Vec<Output> {
    fn effect(&mut self, effect: Effect) {
        self.push(Output::Effect(effect));
    }

    fn event(&mut self, event: Event) {
        self.push(Output::Event(event));
    }
}

impl<S: Sink> Machine<S> {
    /// Returns where the outputs go.
    pub fn sink(&self) -> &S {
        &self.sink
    }

    #[allow(clippy::inline_always)] // known where it is said, an effect becomes one plain call
    #[inline(always)]
    pub(super) fn effect(&mut self, effect: Effect) {
        self.sink.effect(effect);
    }

    /// Tells the other tabs no more than this.
    pub(super) fn say(&mut self, news: News) {
        self.say_with(news, 0);
    }

    pub(super) fn say_with(&mut self, news: News, wait: Millis) {
        let message = Message {
            wait,
            ..Message::new(news, self.generation)
        };
        self.effect(Effect::Broadcast(message));
    }

    #[allow(clippy::inline_always)]
    #[inline(always)]
    pub(super) fn event(&mut self, event: Event) {
        self.sink.event(event);
    }

    pub(super) fn fault(&mut self, error: Error) {
        self.error = Some(error);
        self.event(Event::Fault(error));
    }
}
