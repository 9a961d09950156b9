//! What came of one input.

use alloc::vec::Vec;

use super::effect::Output;

/// The outputs of one input, in order; borrows the machine until it is dropped.
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
