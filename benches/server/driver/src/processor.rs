//! The processor time of another process.

use anyhow::{Context, Result};
use std::{fs, time::Duration};

/// What a process took so far, as Linux counts it: in hundredths of a second.
pub fn time(pid: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name before may hold spaces; user and system time are the 12th and 13th field behind it.
    let (_, fields) = stat.rsplit_once(") ").context("no /proc/…/stat of Linux")?;
    let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<u64>);
    Ok(Duration::from_millis(10 * ticks.sum::<Result<u64, _>>()?))
}
