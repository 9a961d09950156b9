//! The oracle has teeth: every planted bug is found, and every row of the corpus still finds its own.

use hallpass::machine::{Bug, Config};

use crate::{corpus, report, run};

/// How many seeds a bug may hide in that is not in the corpus.
const CAP: u64 = 100_000;

#[test]
fn planted() {
    let mut missed = Vec::new();
    let rows = corpus::rows();
    report::line("seeds  bug, and the invariant that caught it (*: a seed of the corpus)");
    let only = std::env::var("SIMULATION_BUG").ok();
    let cap = corpus::setting("SIMULATION_SEEDS").unwrap_or(CAP);
    for &bug in Bug::ALL {
        let name = format!("{bug:?}");
        if only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        let plant = |config: &mut Config| config.planted = Some(bug);
        if let Some(seed) = corpus::setting("SIMULATION_SEED") {
            run::one(seed, true, &plant);
            continue;
        }
        // Who asks for one bug looks for other seeds than the one that is known.
        let row = rows.iter().find(|row| row.1 == name && only.is_none());
        let (found, star) = match row {
            Some(&(seed, _)) => {
                let violation = run::one(seed, false, &plant).violation;
                (violation.map(|violation| (seed, violation)), "*")
            }
            None => (run::first(cap, &plant), ""),
        };
        let seeds = found
            .as_ref()
            .map_or_else(|| "never".into(), |first| format!("{}{star}", first.0 + 1));
        let invariant = found.map_or("", |first| first.1.invariant.name());
        report::line(&format!(
            "{seeds:>8}  {bug:?}: {} → {invariant}",
            bug.sentence()
        ));
        if seeds == "never" {
            missed.push(bug);
        }
    }
    assert!(missed.is_empty(), "nothing catches {missed:?}");
    let named = |row: &(u64, &str)| Bug::ALL.iter().any(|bug| format!("{bug:?}") == row.1);
    assert!(rows.iter().all(named), "a row of the corpus names no bug");
}
