//! Runs the worlds of many seeds on all cores.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use hallpass::machine::Config;

use crate::{
    corpus::setting,
    faults::Fault,
    invariants::{Invariant, Violation},
    report::Tally,
    world::{Fate, World},
};

/// Runs the world of one seed; a panic is a violation like any other.
pub(crate) fn one(seed: u64, tracing: bool, alter: &dyn Fn(&mut Config)) -> Fate {
    let world = AssertUnwindSafe(|| World::new(seed, tracing, alter).live());
    catch_unwind(world).unwrap_or_else(|panic| {
        let detail = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
            .unwrap_or_default();
        Fate {
            violation: Some(Violation {
                invariant: Invariant::Panic,
                at: 0,
                detail,
            }),
            struck: [0; Fault::ALL.len()],
            steps: 0,
            refreshes: 0,
            lived: 0,
        }
    })
}

/// Returns the first of these seeds that fails, how many were run until then, and why it fails.
#[cfg(feature = "planted-bugs")]
pub(crate) fn first(seeds: u64, alter: &(dyn Fn(&mut Config) + Sync)) -> Option<(u64, Violation)> {
    let found: Mutex<Option<(u64, Violation)>> = Mutex::new(None);
    let next = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..cores() {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let over = found.lock().expect("nobody panics with it").is_some();
                    if over || seed >= seeds {
                        return;
                    }
                    let violation = one(seed, false, alter).violation;
                    let mut found = found.lock().expect("nobody panics with it");
                    if let Some(violation) = violation
                        && found.as_ref().is_none_or(|first| seed < first.0)
                    {
                        *found = Some((seed, violation));
                    }
                }
            });
        }
    });
    found.into_inner().expect("nobody panics with it")
}

/// Runs these seeds and counts what comes of them, until `enough` have failed.
pub(crate) fn many(seeds: &[u64], tally: &mut Tally, enough: usize) {
    let tally = Mutex::new(tally);
    let next = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..cores() {
            scope.spawn(|| {
                while let Some(&seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    let fate = one(seed, false, &|_| {});
                    let mut tally = tally.lock().expect("nobody panics with it");
                    tally.add(seed, fate);
                    if tally.failures.len() >= enough {
                        return;
                    }
                }
            });
        }
    });
}

/// How many worlds are run at once: `SIMULATION_THREADS`, or as many as there are cores.
fn cores() -> usize {
    let all = || thread::available_parallelism().map_or(1, usize::from);
    setting("SIMULATION_THREADS").map_or_else(all, |threads| threads as usize)
}
