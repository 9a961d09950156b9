//! What came of one input.

use alloc::vec::Vec;

use super::effect::Output;

/// The outputs of one input, in order; borrows the machine until it is dropped.
///
/// ```
/// use hallpass::machine::{Answer, Config, Drain, Effect, Event, Facts, Input, Intent, Machine, Now, Output, Status};
///
/// let (mut machine, now) = (Machine::new(Config::default()), Now::default());
/// let started = Input::Started { visible: true, online: true, tombstone: None };
/// let asked = machine.handle(now, started).find_map(|output| match output {
///     Output::Effect(Effect::Send { id, intent: Intent::Check, .. }) => Some(id),
///     _ => None,
/// });
/// let facts = Facts { subject: Some("usr_1".into()), expires_in: Some(300_000.into()), ..Facts::default() };
/// let answered = Input::Answered(asked.expect("a question"), Ok(Answer::Session(facts)));
/// let drain: Drain = machine.handle(now, answered);
/// let outputs = drain.into_outputs();
/// assert!(outputs.contains(&Output::Event(Event::Authenticated)));
/// assert_eq!(machine.snapshot().status, Status::Authenticated);
/// ```
#[must_use = "effects that are not carried out leave the session hanging"]
#[derive(Debug)]
pub struct Drain<'machine> {
    outputs: &'machine mut Vec<Output>,
    taken: usize,
}

impl<'machine> Drain<'machine> {
    pub(crate) fn new(outputs: &'machine mut Vec<Output>) -> Self {
        Self { outputs, taken: 0 }
    }
}

impl Drain<'_> {
    /// Takes all of them at once.
    #[must_use]
    pub fn into_outputs(self) -> Vec<Output> {
        core::mem::take(self.outputs)
    }
}

impl Drop for Drain<'_> {
    fn drop(&mut self) {
        self.outputs.clear();
    }
}

impl Iterator for Drain<'_> {
    type Item = Output;

    fn next(&mut self) -> Option<Output> {
        let output = self.outputs.get(self.taken).copied();
        self.taken += 1;
        output
    }
}
