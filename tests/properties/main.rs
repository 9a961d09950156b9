//! What holds whatever happens: the machine against arbitrary shells, servers, people and forgers.

// `wasm-pack` builds every test for its target.
#![cfg(not(target_family = "wasm"))]

mod action;
mod numbers;
mod session;
mod shell;
mod wire;

use proptest::test_runner::{Config, RngSeed};

/// As many new cases as `PROPTEST_CASES` says, or the same few seconds' worth each time: what the
/// next run finds is to be the next change's doing.
fn cases(default: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|asked| asked.parse().ok());
    Config {
        cases: asked.unwrap_or(default),
        rng_seed: asked.map_or(RngSeed::Fixed(1), |_| RngSeed::Random),
        failure_persistence: None,
        max_shrink_iters: 3_000,
        ..Config::default()
    }
}
