//! Where a machine says what to do and what happened.

use alloc::vec::Vec;

use super::{
    effect::{Effect, Output},
    event::Event,
};

/// Takes the outputs of a machine, in order.
///
/// A sink may keep them, or pass each on at once; it must not call the machine back.
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
