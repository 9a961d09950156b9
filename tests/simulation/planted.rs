//! The oracle has teeth: every planted bug is found, and every row of the corpus still finds its own.

use hallpass::machine::Bug;

use crate::{corpus, report, run};

/// How many seeds a bug may hide in that is not in the corpus.
const CAP: u64 = 100_000;

#[test]
fn planted() {
    let mut missed = Vec::new();
    let rows = corpus::rows();
    report::line("seeds  bug, and the invariant that caught it (*: a seed of the corpus)");
    for &bug in Bug::ALL {
        let row = rows.iter().find(|row| row.1 == format!("{bug:?}"));
        let (found, star) = match row {
            Some(&(seed, _)) => {
                let violation =
                    run::one(seed, false, &|config| config.planted = Some(bug)).violation;
                (violation.map(|violation| (seed, violation)), "*")
            }
            None => (run::first(CAP, &|config| config.planted = Some(bug)), ""),
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
