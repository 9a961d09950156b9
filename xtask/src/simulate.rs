//! `cargo xtask simulate`: the machine in simulated worlds, as many as asked for.

use crate::run::{Finished, Job};
use anyhow::{Result, bail};

/// The profile that is optimised and still checks its arithmetic.
const PROFILE: [&str; 2] = ["--profile", "simulation"];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many seeds
    #[arg(long, default_value_t = 100_000)]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Only this part of them, as in `2/8`: the parts can run on machines of their own
    #[arg(long)]
    shard: Option<String>,
    /// Keeps in this file how far it came, and goes on from there
    #[arg(long)]
    state: Option<std::path::PathBuf>,
    /// How many worlds are run at once; as many as there are cores, if not said
    #[arg(long)]
    threads: Option<usize>,
    /// Only this seed, told line by line
    #[arg(long, conflicts_with_all = ["seeds", "from", "shard", "state"])]
    seed: Option<u64>,
    /// Finds every planted bug, and prints how many seeds that took
    #[arg(long, conflicts_with_all = ["seeds", "from", "seed"])]
    planted: bool,
}

impl Options {
    /// Tells a run which seeds are its own.
    fn share(&self, mut job: Job) -> Result<Job> {
        job = job.env("SIMULATION_SEEDS", self.seeds.to_string());
        if let Some(shard) = &self.shard {
            job = job.env("SIMULATION_SHARD", shard);
        }
        if let Some(state) = &self.state {
            let state = std::path::absolute(state)?; // the tests run in a folder of their own
            job = job.env("SIMULATION_STATE", state);
        }
        if let Some(threads) = self.threads {
            job = job.env("SIMULATION_THREADS", threads.to_string());
        }
        Ok(job)
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let ended = if options.planted {
        planted()?
    } else {
        let job = simulation().env("SIMULATION_FROM", options.from.to_string());
        match options.seed {
            Some(seed) => job.env("SIMULATION_SEED", seed.to_string()).stream()?,
            None => options.share(job)?.stream()?,
        }
    };
    if !ended.success {
        bail!("a promise was broken: the seed above replays it");
    }
    Ok(())
}

/// The corpus, then the first seeds.
pub(crate) fn seeds(count: u64) -> Result<Finished> {
    simulation()
        .env("SIMULATION_SEEDS", count.to_string())
        .stream()
}

pub(crate) fn planted() -> Result<Finished> {
    Job::cargo("planted bugs")
        .arg("test")
        .args(PROFILE)
        .args(["--package", "hallpass", "--features", "planted-bugs"])
        .args(["--test", "simulation", "planted", "--", "--nocapture"])
        .stream()
}

fn simulation() -> Job {
    Job::cargo("simulation")
        .arg("test")
        .args(PROFILE)
        .args(["--package", "hallpass", "--test", "simulation"])
        .args(["seeds", "--", "--nocapture"])
}
