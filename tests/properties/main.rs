//! What holds whatever happens: the machine against arbitrary shells, servers, people and forgers.

mod action;
mod numbers;
mod session;
mod shell;
mod wire;

use proptest::test_runner::Config;

/// As many cases as `PROPTEST_CASES` says, or as fit into a few seconds.
fn cases(default: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok();
    Config {
        cases: asked
            .and_then(|asked| asked.parse().ok())
            .unwrap_or(default),
        failure_persistence: None,
        max_shrink_iters: 3_000,
        ..Config::default()
    }
}
