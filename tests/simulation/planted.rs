//! The oracle has teeth: every planted bug is found.

use hallpass::machine::Bug;

use crate::{report, run};

/// How many seeds a bug may hide in.
const CAP: u64 = 100_000;

#[test]
fn planted() {
    let mut missed = Vec::new();
    report::line("seeds  bug, and the invariant that caught it");
    for &bug in Bug::ALL {
        let found = run::first(CAP, &|config| config.planted = Some(bug));
        let seeds = found
            .as_ref()
            .map_or_else(|| "never".into(), |first| (first.0 + 1).to_string());
        let invariant = found.map_or("", |first| first.1.invariant.name());
        report::line(&format!(
            "{seeds:>5}  {bug:?}: {} → {invariant}",
            bug.sentence()
        ));
        if seeds == "never" {
            missed.push(bug);
        }
    }
    assert!(missed.is_empty(), "nothing catches {missed:?}");
}
