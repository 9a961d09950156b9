//! Sessions in memory, each of which has asked who it is, and what the program then has at rest.
//!
//! By default there are few; built with `--profile server` there are ten thousand.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::harness::{Browser, DEMO};
use crate::running::Running;

const SESSIONS: usize = if cfg!(debug_assertions) { 500 } else { 10_000 };
/// Browsers that sign in at the same time.
const AT_ONCE: usize = 8;
/// What the program may have at the end, in MiB.
const MOST_MEMORY: usize = 64;
/// How soon the memory of the last hashes is given back.
const AT_REST: Duration = Duration::from_secs(20);

async fn the_sessions_take_64_mib_at_most(strategy: &str) {
    // A sign-in counts as a failure until its password has been checked.
    let arguments = ["--demo", "--log=off", "--failures-per-account", "60"];
    let program = Running::start(&[&arguments[..], &["--strategy", strategy]].concat());
    let begun = AtomicUsize::new(0);
    let sign_in = async || {
        while begun.fetch_add(1, Ordering::Relaxed) < SESSIONS {
            let page = Browser::new(&program.base);
            page.sign_in(DEMO).await;
            assert_eq!(page.get("/auth/session").await.json["authenticated"], true);
        }
    };
    join_all((0..AT_ONCE).map(|_| sign_in())).await;
    let ended = Instant::now();
    let mut memory = program.memory("VmRSS");
    // Nothing tells when memory is given back.
    while memory > MOST_MEMORY && ended.elapsed() < AT_REST {
        tokio::time::sleep(Duration::from_millis(100)).await;
        memory = program.memory("VmRSS");
    }
    let listed = Browser::new(&program.base);
    listed.sign_in(DEMO).await;
    let all = listed.get("/auth/sessions").await;
    let count = all.json["sessions"].as_array().map(Vec::len);
    assert_eq!(count, Some(SESSIONS + 1), "each of them lives");
    println!("{SESSIONS} sessions, {strategy}: {memory} MiB");
    assert!(memory <= MOST_MEMORY, "{memory} MiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_strategy_session() {
    the_sessions_take_64_mib_at_most("session").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_strategy_jwt() {
    the_sessions_take_64_mib_at_most("jwt").await;
}
