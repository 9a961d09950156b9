//! The allocator of the program, and when it gives memory back to the system.
//!
//! A password takes 19 MiB to hash. What allocators keep of that for the next one would be most of what a server
//! with ten thousand sessions has.

#![allow(unsafe_code)] // one call of C, which takes no memory of ours

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EVERY: Duration = Duration::from_secs(5);

/// Gives back what is not used, again and again.
pub(crate) async fn give_back() {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        // SAFETY: it may be called at any time, from any thread.
        unsafe { libmimalloc_sys::mi_collect(true) };
    }
}
