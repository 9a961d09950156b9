//! What people see: progress, counts, the seed of a failure and how to replay it.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use crate::{faults::Fault, invariants::Violation, world::Fate};

/// Writes a line past the capture of the test harness.
pub(crate) fn line(text: &str) {
    let mut out = std::io::stderr().lock();
    // Nobody to tell if standard error is closed.
    let _ = writeln!(out, "{text}");
}

/// What many worlds came to.
pub(crate) struct Tally {
    since: Instant,
    told: Instant,
    /// How many seeds there are to run.
    of: u64,
    pub(crate) worlds: u64,
    steps: u64,
    refreshes: u64,
    lived: u64,
    struck: [u64; Fault::ALL.len()],
    pub(crate) failures: Vec<(u64, Violation)>,
}

impl Tally {
    /// Counts what comes of so many seeds.
    pub(crate) fn new(of: u64) -> Self {
        Self {
            of,
            since: Instant::now(),
            told: Instant::now(),
            worlds: 0,
            steps: 0,
            refreshes: 0,
            lived: 0,
            struck: [0; Fault::ALL.len()],
            failures: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, seed: u64, fate: Fate) {
        self.worlds += 1;
        self.steps += fate.steps;
        self.refreshes += fate.refreshes;
        self.lived += fate.lived;
        for (sum, struck) in self.struck.iter_mut().zip(fate.struck) {
            *sum += struck;
        }
        if let Some(violation) = fate.violation {
            line(&format!(
                "seed {seed}: {} at {} ms: {}\n  replay: SIMULATION_SEED={seed} cargo test --test simulation",
                violation.invariant.name(),
                violation.at,
                violation.detail
            ));
            self.failures.push((seed, violation));
        }
        if self.told.elapsed() > Duration::from_secs(10) {
            self.told = Instant::now();
            line(&format!(
                "{} of {} seeds, {}",
                self.worlds,
                self.of,
                self.pace()
            ));
        }
    }

    fn pace(&self) -> String {
        let seconds = self.since.elapsed().as_secs_f64().max(0.001);
        #[allow(clippy::cast_precision_loss)] // for people
        let (seeds, steps) = (self.worlds as f64 / seconds, self.steps as f64 / seconds);
        format!(
            "{seeds:.0} seeds/s, {steps:.0} steps/s, {} failed",
            self.failures.len()
        )
    }

    /// Writes what was simulated, and how often each fault struck.
    pub(crate) fn summary(&self) {
        line(&format!(
            "{} worlds lived {} hours and refreshed {} times in {} steps: {}",
            self.worlds,
            self.lived / 3_600_000,
            self.refreshes,
            self.steps,
            self.pace()
        ));
        let mut faults = String::new();
        for fault in Fault::ALL {
            let struck = self.struck[fault as usize];
            faults.extend(["  ", fault.name(), " ", &struck.to_string()]);
        }
        line(&format!("faults:{faults}"));
        let mut kinds: Vec<(&str, u64)> = Vec::new();
        for (_, violation) in &self.failures {
            let name = violation.invariant.name();
            match kinds.iter_mut().find(|kind| kind.0 == name) {
                Some(kind) => kind.1 += 1,
                None => kinds.push((name, 1)),
            }
        }
        for (name, count) in kinds {
            line(&format!("  {count} × {name}"));
        }
    }
}
