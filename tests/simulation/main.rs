//! The production machine in simulated worlds: tabs, users, a strictly rotating server, and
//! everything that can go wrong between them, all of it decided by a seed.
//!
//! ```text
//! cargo test --test simulation                            the corpus, then a few thousand seeds
//! SIMULATION_SEEDS=100000 cargo test --profile simulation --test simulation
//! SIMULATION_SEED=42 cargo test --test simulation         one seed, told line by line
//! SIMULATION_FROM=100000 …                                other seeds than the first
//! cargo test --profile simulation --features planted-bugs --test simulation -- planted
//!                                                         finds every bug in `machine::Bug`
//! SIMULATION_BUG=NoLock SIMULATION_SEEDS=500000 …         finds one, in so many seeds at the most
//! SIMULATION_BUG=NoLock SIMULATION_SEED=42 …              one seed with that bug, told line by line
//! ```

// Times and counts are far below any limit here.
#![allow(clippy::cast_possible_truncation)]

mod answering;
mod chance;
mod channel;
mod clock;
mod converge;
mod corpus;
mod faults;
mod hearing;
mod invariants;
mod jar;
mod life;
mod locks;
mod network;
mod oracle;
mod plan;
#[cfg(feature = "planted-bugs")]
mod planted;
mod report;
mod run;
mod server;
mod tab;
mod transition;
mod user;
mod witness;
mod world;

/// How many seeds are run unless somebody says otherwise.
const SEEDS: u64 = 2_000;
/// After so many failures there is enough to look at.
const ENOUGH: usize = 20;

#[test]
fn seeds() {
    if let Some(seed) = corpus::setting("SIMULATION_SEED") {
        let fate = run::one(seed, true, &|_| {});
        assert!(
            fate.violation.is_none(),
            "seed {seed}: {:?}",
            fate.violation
        );
        return;
    }
    let corpus: Vec<u64> = corpus::rows().iter().map(|row| row.0).collect();
    let regressions = run::many(&corpus, usize::MAX);
    report::line(&format!("{} regression seeds", regressions.worlds));
    let from = corpus::setting("SIMULATION_FROM").unwrap_or(0);
    let count = corpus::setting("SIMULATION_SEEDS").unwrap_or(SEEDS);
    let seeds: Vec<u64> = (from..from + count).collect();
    let tally = run::many(&seeds, ENOUGH);
    tally.summary();
    let failed: Vec<u64> = regressions
        .failures
        .iter()
        .chain(&tally.failures)
        .map(|failure| failure.0)
        .collect();
    assert!(failed.is_empty(), "these seeds fail: {failed:?}");
}
