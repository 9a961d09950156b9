//! Which seeds one run takes, and how far it came: a run that is stopped goes on where it was, and a large number of
//! seeds is shared among machines.

use std::{fmt::Write, fs, ops::Range, path::PathBuf};

use crate::corpus::{setting, text};

/// How many seeds are run before the state is written.
const BATCH: u64 = 5_000;

/// The seeds of one run, and which of them are done.
pub(crate) struct Share {
    all: Range<u64>,
    next: u64,
    /// Where the state is kept between runs.
    file: Option<PathBuf>,
    /// Seeds that failed, in earlier runs too.
    pub(crate) failed: Vec<u64>,
}

impl Share {
    /// Takes what the environment asks for: `SIMULATION_FROM`, `SIMULATION_SEEDS`, `SIMULATION_SHARD` as in `2/8`, and
    /// `SIMULATION_STATE`.
    pub(crate) fn asked(seeds: u64) -> Self {
        let from = setting("SIMULATION_FROM").unwrap_or(0);
        let count = setting("SIMULATION_SEEDS").unwrap_or(seeds);
        let all = part(from..from + count, text("SIMULATION_SHARD").as_deref());
        let mut share = Self {
            next: all.start,
            all,
            file: text("SIMULATION_STATE").map(PathBuf::from),
            failed: Vec::new(),
        };
        share.resume();
        share
    }

    /// Reads how far an earlier run of the same seeds came.
    fn resume(&mut self) {
        let Some(state) = self
            .file
            .as_ref()
            .and_then(|file| fs::read_to_string(file).ok())
        else {
            return;
        };
        let mut lines = state.lines();
        let head = self.head();
        let found = lines.next().unwrap_or_default();
        assert!(
            found == head,
            "the state is of other seeds: {found:?}, not {head:?}; take another file"
        );
        for line in lines {
            let (word, number) = line.split_once(' ').unwrap_or((line, ""));
            let number = number.parse();
            match (word, number) {
                ("next", Ok(number)) => self.next = number,
                ("failed", Ok(number)) => self.failed.push(number),
                _ => panic!("the state has a line {line:?}: wanted are `next N` and `failed N`"),
            }
        }
    }

    fn head(&self) -> String {
        format!("seeds {}..{}", self.all.start, self.all.end)
    }

    /// How many seeds are left.
    pub(crate) fn left(&self) -> u64 {
        self.all.end - self.next
    }

    /// Returns the next seeds to run, none when all are done.
    pub(crate) fn batch(&self) -> Vec<u64> {
        (self.next..self.all.end.min(self.next + BATCH)).collect()
    }

    /// Notes that a batch is done, and what failed of it.
    pub(crate) fn done(&mut self, batch: &[u64], failed: &[u64]) {
        self.next += batch.len() as u64;
        self.failed.extend(failed);
        let Some(file) = &self.file else { return };
        let mut state = format!("{}\nnext {}\n", self.head(), self.next);
        for seed in &self.failed {
            writeln!(state, "failed {seed}").expect("a string takes any text");
        }
        // Never half a state: it is written beside the old one, and takes its place.
        let new = file.with_extension("new");
        fs::write(&new, state)
            .and_then(|()| fs::rename(&new, file))
            .unwrap_or_else(|error| {
                panic!("the state cannot be written to {}: {error}", file.display())
            });
    }
}

/// Returns part `i` of `n` of these seeds, given as `i/n`.
fn part(all: Range<u64>, shard: Option<&str>) -> Range<u64> {
    let Some(shard) = shard else { return all };
    let numbers = shard
        .split_once('/')
        .and_then(|(i, n)| Some((i.parse::<u64>().ok()?, n.parse::<u64>().ok()?)));
    let Some((i, n)) = numbers.filter(|&(i, n)| 1 <= i && i <= n) else {
        panic!("SIMULATION_SHARD is as 2/8, not {shard:?}");
    };
    let count = all.end - all.start;
    all.start + count * (i - 1) / n..all.start + count * i / n
}

#[test]
fn every_seed_is_in_one_shard() {
    for count in [0, 1, 7, 100] {
        let mut next = 50;
        for i in 1..=8 {
            let part = part(50..50 + count, Some(&format!("{i}/8")));
            assert_eq!(part.start, next);
            next = part.end;
        }
        assert_eq!(next, 50 + count);
    }
}
