//! The machine in simulated worlds, and the planted bugs that prove the oracle has teeth.

use super::outcome::Outcome;
use crate::simulate;
use anyhow::Result;

const SUITE: &str = "simulation";
/// About four minutes on two cores.
const SEEDS: u64 = 100_000;

pub(crate) fn run() -> Result<Vec<Outcome>> {
    let seeds = simulate::seeds(SEEDS)?;
    let planted = simulate::planted()?;
    Ok(vec![
        Outcome::cargo(SUITE, "seeds", &seeds),
        Outcome::cargo(SUITE, "planted bugs", &planted),
    ])
}
