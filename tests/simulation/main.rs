//! The production machine in simulated worlds: tabs, users, a strictly rotating server, and
//! everything that can go wrong between them, all of it decided by a seed.
//!
//! ```text
//! cargo test --test simulation                            the corpus, then a few thousand seeds
//! SIMULATION_SEEDS=100000 cargo test --profile simulation --test simulation
//! SIMULATION_SEED=42 cargo test --test simulation         one seed, told line by line
//! SIMULATION_FROM=100000 …                                other seeds than the first
//! SIMULATION_SHARD=2/8 SIMULATION_STATE=target/2.state …  the second of eight parts, going on where it was stopped
//! SIMULATION_THREADS=1 …                                  one world at a time
//! cargo test --profile simulation --features planted-bugs --test simulation -- planted
//!                                                         finds every bug in `machine::Bug`
//! SIMULATION_BUG=NoLock SIMULATION_SEEDS=500000 …         finds one, in so many seeds at the most
//! SIMULATION_BUG=NoLock SIMULATION_SEED=42 …              one seed with that bug, told line by line
//! ```

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]
// Times and counts are far below any limit here.
#![allow(clippy::cast_possible_truncation)]

mod answering;
mod chance;
mod channel;
mod clock;
mod converge;
mod corpus;
mod ending;
mod faults;
mod giving_up;
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
mod presence;
mod report;
mod run;
mod server;
mod share;
mod survival;
mod tab;
mod transition;
mod user;
mod witness;
mod world;

use report::Tally;
use share::Share;

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
    let mut regressions = Tally::new(corpus.len() as u64);
    run::many(&corpus, &mut regressions, usize::MAX);
    report::line(&format!("{} regression seeds", regressions.worlds));
    let mut share = Share::asked(SEEDS);
    let mut tally = Tally::new(share.left());
    while share.left() > 0 && tally.failures.len() < ENOUGH {
        let (batch, before) = (share.batch(), tally.failures.len());
        run::many(&batch, &mut tally, ENOUGH);
        let failed: Vec<u64> = tally.failures[before..]
            .iter()
            .map(|failure| failure.0)
            .collect();
        share.done(&batch, &failed);
    }
    tally.summary();
    let old = regressions.failures.iter().map(|failure| failure.0);
    let failed: Vec<u64> = old.chain(share.failed).collect();
    assert!(failed.is_empty(), "these seeds fail: {failed:?}");
}
