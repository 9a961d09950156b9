//! The border: the only exports of the npm package's module.
//!
//! An engine is a number, so that nothing but numbers crosses: the page (`page/page.js`) makes it,
//! drives it and lets it go. Plain exports need no glue: `#[wasm_bindgen]` would wrap each in 400
//! bytes for the objects and panics that do not occur.

#![allow(unsafe_code)] // an exported name could clash, which the linker would tell

mod options;

use crate::browser::Driver;

/// The module is single-threaded, and its sessions allocate little and seldom: a free list is enough.
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    // SAFETY: wasm32-unknown-unknown without the atomics feature has one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

/// Makes the engine of a session; it looks at the options, which the facade has judged.
#[unsafe(no_mangle)]
extern "C" fn create(seed: u32) -> usize {
    let driver = Driver::new(options::read(seed));
    Box::into_raw(Box::new(driver)).expose_provenance()
}

/// Takes what happened (`page/inputs.js`); returns when to call again.
#[unsafe(no_mangle)]
extern "C" fn push(
    engine: usize,
    kind: u32,
    id: u32,
    a: f64,
    b: f64,
    monotonic: f64,
    wall: f64,
) -> f64 {
    let driver = core::ptr::with_exposed_provenance_mut::<Driver>(engine);
    // SAFETY: the page calls with what `create` returned, until it lets it go, and never from within.
    let driver = unsafe { &mut *driver };
    driver.push(kind, id, a, b, monotonic, wall)
}

/// Lets an engine go.
#[unsafe(no_mangle)]
extern "C" fn release(engine: usize) {
    let driver = core::ptr::with_exposed_provenance_mut::<Driver>(engine);
    // SAFETY: as in `push`; the page forgets the number.
    drop(unsafe { Box::from_raw(driver) });
}
