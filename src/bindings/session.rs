//! The exports of `session.wasm`.
//!
//! Each session has an instance of the module for itself, so that its engine stands where the linker
//! put it, and all it allocated goes with it. Plain exports need no glue: `#[wasm_bindgen]` would wrap
//! each in 400 bytes for the objects and panics that do not occur.

use core::cell::UnsafeCell;

use super::options;
use crate::browser::Driver;

/// The engine of the session.
struct Engine(UnsafeCell<Driver>);

// SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
unsafe impl Sync for Engine {}

static ENGINE: Engine = Engine(UnsafeCell::new(Driver::new()));

/// Sets the engine up; it looks at the options, which the facade has judged.
#[unsafe(no_mangle)]
extern "C" fn create(seed: u32) {
    // SAFETY: the page calls no function of the engine from within another.
    unsafe { &mut *ENGINE.0.get() }.configure(options::read(seed));
}

/// Takes what happened (`page/inputs.js`); returns when to call again.
#[unsafe(no_mangle)]
extern "C" fn push(kind: u32, id: u32, a: f64, b: f64, monotonic: f64, wall: f64) -> f64 {
    // SAFETY: as in `create`.
    unsafe { &mut *ENGINE.0.get() }.push(kind, id, a, b, monotonic, wall)
}
