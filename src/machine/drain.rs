//! What came of one input.

use alloc::collections::VecDeque;

use super::effect::Output;

/// The outputs of one input, in order; borrows the machine until it is dropped.
#[must_use = "effects that are not carried out leave the session hanging"]
#[derive(Debug)]
pub struct Drain<'machine>(&'machine mut VecDeque<Output>);

impl<'machine> Drain<'machine> {
    pub(crate) fn new(outputs: &'machine mut VecDeque<Output>) -> Self {
        Self(outputs)
    }
}

impl Iterator for Drain<'_> {
    type Item = Output;

    fn next(&mut self) -> Option<Output> {
        self.0.pop_front()
    }
}
