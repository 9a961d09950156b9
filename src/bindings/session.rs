//! The exports of `session.wasm`.
//!
//! An instance of the module serves one session at a time, so that its engine stands where the linker
//! put it, and the next one when that session is disposed of: a browser reserves gigabytes of address
//! space for the memory of each instance, and gives none of it back before it collects garbage.
//! Plain exports need no glue: `#[wasm_bindgen]` would wrap each in 400 bytes for the objects and
//! panics that do not occur.

use core::{cell::UnsafeCell, mem::MaybeUninit};

use super::{heap, options};
use crate::browser::Driver;

/// The engine of the session; there is none before [`create`].
struct Engine(UnsafeCell<MaybeUninit<Driver>>);

// SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
unsafe impl Sync for Engine {}

static ENGINE: Engine = Engine(UnsafeCell::new(MaybeUninit::uninit()));

/// Makes the engine anew; it looks at the options, which the facade has judged.
#[unsafe(no_mangle)]
extern "C" fn create(seed: u32) {
    // What the engine of the session before has allocated goes at once, with that engine.
    heap::clear();
    // SAFETY: the page calls no function of the engine from within another.
    let engine = unsafe { &mut *ENGINE.0.get() };
    engine
        .write(const { Driver::new() })
        .configure(options::read(seed));
}

/// Takes what happened, by the number of its `InputKind`; returns when to call again.
#[unsafe(no_mangle)]
extern "C" fn push(kind: u32, id: u32, a: f64, b: f64, monotonic: f64, wall: f64) -> f64 {
    // SAFETY: as in `create`, which the page calls first.
    unsafe { (*ENGINE.0.get()).assume_init_mut() }.push(kind, id, a, b, monotonic, wall)
}
