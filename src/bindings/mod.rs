//! The border: the only exports of the npm package's module.
//!
//! Each session has an instance of the module for itself, so that its engine stands where the linker
//! put it, and all it allocated goes with it. Plain exports need no glue: `#[wasm_bindgen]` would wrap
//! each in 400 bytes for the objects and panics that do not occur.

#![allow(unsafe_code)] // an exported name could clash, which the linker would tell

mod options;

use core::{cell::UnsafeCell, mem::MaybeUninit};

use crate::browser::Driver;

/// Nothing is ever freed: two short lists grow, to twice of what they hold at most.
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::LeakingAllocator> =
    // SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::LeakingAllocator::new()) };

/// The engine of the session.
struct Engine(UnsafeCell<MaybeUninit<Driver>>);

// SAFETY: there is one thread, as above.
unsafe impl Sync for Engine {}

static ENGINE: Engine = Engine(UnsafeCell::new(MaybeUninit::uninit()));

/// Makes the engine; it looks at the options, which the facade has judged.
#[unsafe(no_mangle)]
extern "C" fn create(seed: u32) {
    // SAFETY: the page calls once, and first.
    unsafe { (*ENGINE.0.get()).write(Driver::new(options::read(seed))) };
}

/// Takes what happened (`page/inputs.js`); returns when to call again.
#[unsafe(no_mangle)]
extern "C" fn push(kind: u32, id: u32, a: f64, b: f64, monotonic: f64, wall: f64) -> f64 {
    // SAFETY: the page called `create` before, and never calls from within.
    let driver = unsafe { (*ENGINE.0.get()).assume_init_mut() };
    driver.push(kind, id, a, b, monotonic, wall)
}
